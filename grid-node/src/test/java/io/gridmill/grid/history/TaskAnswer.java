package io.gridmill.grid.history;

import io.gridmill.grid.task.Task;
import io.gridmill.job.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a caller was told.
 *
 * @param accepted whether the event was accepted, the submission made the task, or the task read is
 *     there
 * @param status where the task stood right after that; null if the caller was not told
 * @param attempts how many attempts it had had; -1 if the caller was not told
 */
public record TaskAnswer(boolean accepted, @Nullable TaskStatus status, int attempts) {

  /** An answer that shows the task. */
  public static TaskAnswer of(boolean accepted, @Nullable Task task) {
    return task == null
        ? new TaskAnswer(accepted, null, -1)
        : new TaskAnswer(accepted, task.status(), task.attempts());
  }

  /** An answer that does not show the task as it was right then. */
  public static TaskAnswer of(boolean accepted) {
    return new TaskAnswer(accepted, null, -1);
  }

  boolean fits(boolean wouldAccept, @Nullable Task task) {
    return accepted == wouldAccept
        && (status == null
            || (task != null && task.status() == status && task.attempts() == attempts));
  }
}
