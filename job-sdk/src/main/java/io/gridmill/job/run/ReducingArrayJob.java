package io.gridmill.job.run;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ArrayJob} that makes one result of the results of all items.
 *
 * <p>When every item has succeeded, a worker makes an instance, calls {@link #open}, then {@link
 * #reduce}, then {@link #close}. If more items failed than the task allows, there is no reduction;
 * the results of those that failed are null.
 *
 * @param <I> one item
 * @param <O> the result of one item
 * @param <R> the result of the task
 */
public interface ReducingArrayJob<
        I extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object>
    extends ArrayJob<I, O> {

  /**
   * Makes the task's result.
   *
   * @param results those of all items, in the order of the items, with null for those that gave
   *     none; sequential, read lazily and once, so that they need not fit into memory
   * @param context offers checkpoints and output files, too
   * @return the task's result; null where there is none
   * @throws Exception to fail the attempt
   */
  @Nullable R reduce(Stream<O> results, JobContext context) throws Exception;
}
