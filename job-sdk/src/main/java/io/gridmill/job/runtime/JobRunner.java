package io.gridmill.job.runtime;

import io.gridmill.job.RawJson;
import io.gridmill.job.run.GridJob;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Runs a {@link GridJob} once. */
public final class JobRunner {
  private JobRunner() {}

  /**
   * Makes an instance, calls it on this thread, and returns its result.
   *
   * @return the result's JSON; {@code null} in JSON if there is none
   * @throws JobFailure if the class is none of a {@code GridJob}, the input does not fit, or the
   *     job threw
   * @throws CancellationException if the run was cancelled before, or threw after it was
   */
  public static RawJson run(JobClass job, RunContext context) throws JobFailure {
    job.requireArray(false);
    Object input = Values.input(job, context);
    try (RunContext.Entry _ = context.enter(job.loader())) {
      context.stopIfCancelled();
      GridJob<@Nullable Object, @Nullable Object> instance = instance(job);
      return Values.result(instance.run(input, context));
    } catch (Throwable thrown) {
      context.stopIfCancelled();
      throw Failures.of(thrown);
    }
  }

  @SuppressWarnings("unchecked") // JobClass has checked that the class is one
  private static GridJob<@Nullable Object, @Nullable Object> instance(JobClass job)
      throws Throwable {
    return (GridJob<@Nullable Object, @Nullable Object>) job.newInstance();
  }
}
