package io.gridmill.grid.task;

import org.jspecify.annotations.Nullable;

/**
 * What an event made of a task.
 *
 * @param task the task from now on, with the effects that it owes; the same as before if refused
 * @param refusal why the event changed nothing; null if it was accepted
 */
public record Transition(Task task, @Nullable String refusal) {
  public boolean accepted() {
    return refusal == null;
  }
}
