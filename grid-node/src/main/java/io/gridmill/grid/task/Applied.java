package io.gridmill.grid.task;

import org.jspecify.annotations.Nullable;

/**
 * What became of an event.
 *
 * @param task the task after all events of its batch; null if there is no such task, or if the
 *     event was accepted and the task was not asked for
 * @param refusal why this event changed nothing; null if it was accepted
 */
public record Applied(@Nullable Task task, @Nullable String refusal) {
  public boolean accepted() {
    return refusal == null;
  }
}
