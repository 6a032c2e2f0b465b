package io.gridmill.grid.history;

import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.TaskEvent;
import java.time.Instant;

/** A call to the board about one task, at an instant by its caller's clock. */
public sealed interface TaskCall {

  /** A new task is to be kept. */
  record Submit(NewTask task, Instant now) implements TaskCall {
    @Override
    public String toString() {
      return "submit";
    }
  }

  /** Something happened to it. */
  record Happen(TaskEvent event, Instant now) implements TaskCall {
    @Override
    public String toString() {
      return event.toString();
    }
  }

  /** How does it stand? */
  record Read() implements TaskCall {}
}
