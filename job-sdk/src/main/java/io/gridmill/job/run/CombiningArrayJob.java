package io.gridmill.job.run;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ReducingArrayJob} whose reduction is associative, so that it is done in a tree: each
 * worker combines the results of its own items, then workers combine what others have combined, a
 * few hundred at a time, until so few are left that one {@link #reduce} takes them. No results of
 * single items are kept, and none travels further than the worker that made it.
 *
 * {@snippet :
 * public final class Histogram implements CombiningArrayJob<Line, Map<String, Long>> {
 *   @Override
 *   public Map<String, Long> run(Line item, JobContext context) {
 *     return Map.of(item.word(), 1L);
 *   }
 *
 *   @Override
 *   public Map<String, Long> combine(Map<String, Long> one, Map<String, Long> other) {
 *     Map<String, Long> sum = new TreeMap<>(one);
 *     other.forEach((word, count) -> sum.merge(word, count, Long::sum));
 *     return sum;
 *   }
 * }
 * }
 *
 * <p>What is combined comes in the order of the items, each of them once; where the cuts are is not
 * known before. An exception of {@link #combine} fails the task, after as many tries as it has if
 * its {@link io.gridmill.job.RetryPolicy} says so for the job's own failures.
 *
 * @param <I> one item
 * @param <O> the result of one item, of several combined, and of the task
 */
public interface CombiningArrayJob<I extends @Nullable Object, O extends @Nullable Object>
    extends ReducingArrayJob<I, O, O> {

  /**
   * Makes one result of those of items that follow each other: {@code combine(combine(a, b), c)}
   * must mean the same as {@code combine(a, combine(b, c))}. It may change and return either.
   *
   * @param one the result of some items; never null, as items without a result are passed over
   * @param other the result of the items after these; never null
   * @return never null
   */
  O combine(O one, O other) throws Exception;

  /** Combines what is left; a job may do more here, such as write output files. */
  @Override
  default @Nullable O reduce(Stream<O> results, JobContext context) throws Exception {
    @Nullable O all = null;
    var each = results.iterator();
    while (each.hasNext()) {
      O next = each.next();
      if (next != null) {
        all = all == null ? next : combine(all, next);
      }
    }
    return all;
  }
}
