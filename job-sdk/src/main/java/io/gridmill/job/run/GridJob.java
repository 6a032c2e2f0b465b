package io.gridmill.job.run;

import org.jspecify.annotations.Nullable;

/**
 * A job that runs once and gives one result.
 *
 * <p>The class must be public, not abstract, not an inner class, and have a public constructor
 * without parameters. The grid makes one instance for each attempt and calls it once.
 *
 * <p><b>Input and output</b> travel as JSON. {@code I} and {@code O} are any of: records (also
 * nested, and sealed interfaces of records), {@link String}, numbers, {@link Boolean}, enums,
 * {@code byte[]} (base64 text), {@link java.time.Instant}, {@link java.time.Duration}, lists, sets,
 * maps with text keys, and {@link io.gridmill.job.RawJson} for JSON that the job reads itself. They
 * must be stated in full: {@code implements GridJob<List<Point>, Double>}. A job without input or
 * without result states {@link Void}; its input is then null.
 *
 * <p><b>Threads.</b> {@link #run} is called on one thread. The job may start more; it must end them
 * before it returns, as what they do afterwards is lost. {@link JobContext} may be used from all of
 * them.
 *
 * <p><b>Cancellation</b>, a time limit and a lost lease set {@link JobContext#cancelled()} and
 * interrupt the calling thread, once. A job that does not return within some seconds is ended with
 * its process.
 *
 * <p><b>Errors.</b> What {@link #run}, the constructor or a static initializer throws fails the
 * attempt as {@link io.gridmill.job.ErrorCode#JOB_FAILED}, with its stack trace; a {@link
 * io.gridmill.job.GridException} with {@link io.gridmill.job.ErrorCode#BAD_INPUT} keeps that code;
 * an {@link OutOfMemoryError} becomes {@link io.gridmill.job.ErrorCode#OUT_OF_MEMORY}; {@code
 * System.exit} ends the attempt as {@link io.gridmill.job.ErrorCode#JOB_EXITED}. None of these is
 * tried again unless the task's {@link io.gridmill.job.RetryPolicy} says so. Runs are
 * at-least-once: a job may have run in part before, on another node, so that what it does outside
 * of the grid should be safe to do twice.
 *
 * @param <I> what the job reads
 * @param <O> what the job gives
 */
public interface GridJob<I extends @Nullable Object, O extends @Nullable Object> {

  /**
   * Does the work.
   *
   * @param input the task's input; null only where {@code I} is {@link Void}
   * @param context what the grid offers to this attempt; not to be used after the return
   * @return the result; null where there is none
   * @throws Exception to fail the attempt
   */
  @Nullable O run(I input, JobContext context) throws Exception;
}
