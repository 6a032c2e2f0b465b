package io.gridmill.grid.task;

import io.gridmill.job.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a replicated task said at its end.
 *
 * @param owner whose node it ran on
 * @param result what it left behind; null if it failed
 * @param failure the error of its job; null if there was none
 * @param digest the same for all that agree
 */
public record Vote(
    Attempt attempt,
    String owner,
    @Nullable TaskResult result,
    @Nullable Failure failure,
    String digest) {
  Vote with(String other) {
    return new Vote(attempt, owner, result, failure, other);
  }

  static Vote of(TaskState.Run run, TaskResult result) {
    return new Vote(run.attempt(), run.owner(), result, null, ResultDigest.of(result));
  }

  static Vote of(TaskState.Run run, Failure failure) {
    String digest = "error " + failure.code();
    return new Vote(run.attempt(), run.owner(), null, failure, digest);
  }
}
