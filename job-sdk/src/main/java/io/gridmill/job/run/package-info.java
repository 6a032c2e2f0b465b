/**
 * What authors of jobs implement, and what they are given.
 *
 * <p>A job is a class. {@link io.gridmill.job.run.GridJob} runs once: it reads one input and gives
 * one result, both of them records, lists, numbers, text or whatever else JSON can carry.
 *
 * {@snippet :
 * public final class WordCount implements GridJob<WordCount.Text, WordCount.Counts> {
 *   public record Text(String text, int atLeast) {}
 *
 *   public record Counts(Map<String, Integer> byWord) {}
 *
 *   @Override
 *   public Counts run(Text input, JobContext context) {
 *     Map<String, Integer> byWord = new TreeMap<>();
 *     for (String word : input.text().split(" ")) {
 *       byWord.merge(word, 1, Integer::sum);
 *     }
 *     byWord.values().removeIf(count -> count < input.atLeast());
 *     context.log().info(byWord.size() + " words");
 *     return new Counts(byWord);
 *   }
 * }
 * }
 *
 * <p>{@link io.gridmill.job.run.ArrayJob} runs over up to a billion items, on as many nodes as
 * there are; {@link io.gridmill.job.run.ReducingArrayJob} then makes one result of theirs. The
 * items are numbers, or the lines of a file.
 *
 * {@snippet :
 * public final class Pi implements ReducingArrayJob<Long, Long, Double> {
 *   private int throwsPerItem;
 *
 *   @Override
 *   public void open(JobContext context) { // once per worker
 *     throwsPerItem = context.sharedInput(Integer.class);
 *   }
 *
 *   @Override
 *   public Long run(Long item, JobContext context) { // once per item
 *     SplittableRandom random = new SplittableRandom(item);
 *     long hits = 0;
 *     for (int i = 0; i < throwsPerItem; i++) {
 *       double x = random.nextDouble();
 *       double y = random.nextDouble();
 *       hits += x * x + y * y < 1 ? 1 : 0;
 *     }
 *     return hits;
 *   }
 *
 *   @Override
 *   public Double reduce(Stream<Long> hits, JobContext context) { // once, over all results
 *     return 4 * hits.mapToLong(h -> h).average().orElse(0) / throwsPerItem;
 *   }
 * }
 * }
 *
 * <p>A job that runs for long saves a {@link io.gridmill.job.run.Checkpoint} now and then, and
 * starts from the last one:
 *
 * {@snippet :
 * State state = context.checkpoint().saved(State.class).orElse(State.START);
 * while (!state.done() && !context.cancelled()) {
 *   state = state.next();
 *   context.progress(state.step(), state.steps(), "loss " + state.loss());
 *   context.checkpoint().saveJson(state);
 * }
 * }
 *
 * <p>Jobs are tested with {@link io.gridmill.job.testing.LocalGrid} and compute on devices with
 * {@link io.gridmill.job.kernel kernels}.
 */
@NullMarked
package io.gridmill.job.run;

import org.jspecify.annotations.NullMarked;
