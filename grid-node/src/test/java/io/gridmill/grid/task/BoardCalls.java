package io.gridmill.grid.task;

import io.gridmill.grid.store.RowUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a change of a task's row asks for, and what came of it. */
public final class BoardCalls {
  private BoardCalls() {}

  /** One event of a change. */
  public record Event(TaskEvent event, Instant now, boolean accepted) {}

  /** The events of a change of a task's row; none if it is another change. */
  public static List<Event> events(RowUpdate<?, ?, ?> update, Object argument, Object answer) {
    List<Event> all = new ArrayList<>();
    if (update instanceof RowUpdates.Apply
        && argument instanceof RowUpdates.Events asked
        && answer instanceof RowUpdates.Answer given) {
      for (int i = 0; i < asked.events().size(); i++) {
        all.add(new Event(asked.events().get(i), asked.now(), given.refusals().get(i).isEmpty()));
      }
    }
    return all;
  }

  /** The argument of a change with other events in place of its own; others are left alone. */
  @SuppressWarnings("unchecked") // events take the place of events
  public static <A> A withEvents(A argument, UnaryOperator<TaskEvent> other) {
    return argument instanceof RowUpdates.Events events
        ? (A)
            new RowUpdates.Events(
                events.events().stream().map(other).toList(), events.now(), events.quiet())
        : argument;
  }
}
