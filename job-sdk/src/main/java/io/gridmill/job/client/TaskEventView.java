package io.gridmill.job.client;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import org.jspecify.annotations.Nullable;

/**
 * A change of a task: the part of its {@link TaskView} that changes.
 *
 * @param version the task's version after the change; a higher one is newer
 * @param result the result of a task that succeeded, where it is small enough to show here
 * @param resultRef the result as an artifact, where it is not
 */
public record TaskEventView(
    TaskId id,
    long version,
    TaskStatus status,
    int attempt,
    @Nullable Progress progress,
    @Nullable RawJson result,
    @Nullable ArtifactRef resultRef,
    @Nullable Failure failure,
    @Nullable String reason) {
  /** What a listener that has heard nothing yet is told of a task that stands like this. */
  public static TaskEventView of(TaskView task) {
    return new TaskEventView(
        task.id(),
        task.version(),
        task.status(),
        task.attempt(),
        task.progress(),
        task.result(),
        task.resultRef(),
        task.failure(),
        task.reason());
  }
}
