package io.gridmill.job.run;

import org.jspecify.annotations.Nullable;

/**
 * A job over many independent items: the numbers from 0 to {@code count - 1}, or the lines of a
 * file of newline-delimited JSON.
 *
 * <p>The class must be public, not abstract, not an inner class, and have a public constructor
 * without parameters. For numbers {@code I} is {@link Long} or {@link Integer}; for lines it is
 * whatever each line reads as. {@code I} and {@code O} may be what those of a {@link GridJob} may
 * be.
 *
 * <p><b>Life.</b> The grid gives ranges of items to workers. Each worker makes one instance, calls
 * {@link #open} once, then {@link #run} for every item of every range that it is given, then {@link
 * #close}. There may be any number of workers, on any number of nodes.
 *
 * <p><b>Threads.</b> One thread at a time calls an instance, not always the same one. To use the
 * several cores that a task asked for, an item starts threads of its own or launches kernels.
 *
 * <p><b>Results</b> are committed a quarter of a second's work at a time, so that a worker that
 * dies loses little; an item may therefore run more than once, and its result counts once. Results
 * should be small (there is one line of JSON an item); null, where there is none, costs nothing.
 *
 * <p><b>Errors.</b> An item that throws, or whose line is not an {@code I}, is counted as failed,
 * after as many tries as the task has if its {@link io.gridmill.job.RetryPolicy} says so for the
 * job's own failures; errors are kept, and the others go on. The task then ends as {@link
 * io.gridmill.job.ErrorCode#ITEMS_FAILED}, unless it {@linkplain
 * io.gridmill.job.ArraySpec#allowFailed() allows} as many. An item that kills its worker, or uses
 * up its memory, is found by halving the range that it is in; after as many tries as the task has
 * it is set aside as failed, and the others go on. An exception of the constructor, of {@link
 * #open} or of {@link #close} fails the task.
 *
 * <p><b>Cancellation</b> sets {@link JobContext#cancelled()} and interrupts the thread in an item,
 * which then does not count as failed. Between items the grid looks itself.
 *
 * @param <I> one item
 * @param <O> the result of one item
 * @see ReducingArrayJob for one result of all items
 */
public interface ArrayJob<I extends @Nullable Object, O extends @Nullable Object> {

  /**
   * Prepares for the items: reads the shared input and files, builds kernels. Called once, before
   * anything else; default: does nothing.
   *
   * @param context good until {@link #close} has returned, and the same in every later call
   */
  default void open(JobContext context) throws Exception {}

  /**
   * Does one item.
   *
   * @param item the number, or what the line of this item reads as
   * @param context the one that {@link #open} was given
   * @return the item's result; null where there is none
   * @throws Exception to count the item as failed
   */
  @Nullable O run(I item, JobContext context) throws Exception;

  /** Frees what {@link #open} made. Called once, also after errors; default: does nothing. */
  default void close() throws Exception {}
}
