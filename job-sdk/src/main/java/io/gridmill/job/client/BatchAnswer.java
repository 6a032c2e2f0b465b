package io.gridmill.job.client;

import io.gridmill.job.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one line of a batch, in the batch's order: either the task's id or why there is
 * none.
 *
 * @param id the task, if it was accepted
 * @param error the refusal, if it was not
 */
public record BatchAnswer(@Nullable TaskId id, @Nullable Refusal error) {
  /** The answer to a line that was accepted. */
  public static BatchAnswer accepted(TaskId id) {
    return new BatchAnswer(id, null);
  }

  /** The answer to a line that was not. */
  public static BatchAnswer refused(Refusal error) {
    return new BatchAnswer(null, error);
  }
}
