package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an owner wants of a task: {@code PAUSED} holds it, {@code RUNNING} lets it go on, {@code
 * CANCELLED} ends it.
 *
 * @param reason why, in words; null for none
 */
public record StatusChange(TaskStatus status, @Nullable String reason) {
  public StatusChange {
    if (status != TaskStatus.PAUSED
        && status != TaskStatus.RUNNING
        && status != TaskStatus.CANCELLED) {
      throw GridException.invalid("status", status, "PAUSED, RUNNING or CANCELLED");
    }
    if (reason != null && reason.length() > 1000) {
      throw GridException.invalid("reason", reason, "at most 1000 characters");
    }
  }
}
