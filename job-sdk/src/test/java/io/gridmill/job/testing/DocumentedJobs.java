package io.gridmill.job.testing;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The jobs that the packages' documentation shows, word for word. */
public final class DocumentedJobs {
  private DocumentedJobs() {}

  public static final class WordCount implements GridJob<WordCount.Text, WordCount.Counts> {
    public record Text(String text, int atLeast) {}

    public record Counts(Map<String, Integer> byWord) {}

    @Override
    @SuppressWarnings("StringSplitter")
    public Counts run(Text input, JobContext context) {
      Map<String, Integer> byWord = new TreeMap<>();
      for (String word : input.text().split(" ")) {
        byWord.merge(word, 1, Integer::sum);
      }
      byWord.values().removeIf(count -> count < input.atLeast());
      context.log().info(byWord.size() + " words");
      return new Counts(byWord);
    }
  }

  public static final class Pi implements ReducingArrayJob<Long, Long, Double> {
    private int throwsPerItem;

    @Override
    public void open(JobContext context) { // once per worker
      throwsPerItem = context.sharedInput(Integer.class);
    }

    @Override
    public Long run(Long item, JobContext context) { // once per item
      SplittableRandom random = new SplittableRandom(item);
      long hits = 0;
      for (int i = 0; i < throwsPerItem; i++) {
        double x = random.nextDouble();
        double y = random.nextDouble();
        hits += x * x + y * y < 1 ? 1 : 0;
      }
      return hits;
    }

    @Override
    public Double reduce(Stream<Long> hits, JobContext context) { // once, over all results
      return 4 * hits.mapToLong(h -> h).average().orElse(0) / throwsPerItem;
    }
  }
}
