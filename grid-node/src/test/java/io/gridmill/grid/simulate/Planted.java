package io.gridmill.grid.simulate;

import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.RowUpdate.Outcome;
import io.gridmill.grid.task.BoardCalls;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes what happens to tasks. */
abstract class Planted implements SimulatedStore.Carrier {
  @Override
  @SuppressWarnings("unchecked") // a row of tasks holds a task
  public <V, A, R> Outcome<V, R> carry(
      String by, Object key, RowUpdate<V, A, R> update, @Nullable V row, A argument) {
    if (!(row instanceof Task task)) {
      return update.apply(row, argument);
    }
    A other = BoardCalls.withEvents(argument, event -> event(task, event));
    Outcome<V, R> outcome = update.apply((V) before(task, argument), other);
    Task after = (Task) outcome.row();
    return new Outcome<>(
        (V) after(task, Objects.requireNonNull(after), argument), outcome.answer());
  }

  Task before(Task row, Object argument) {
    return row;
  }

  TaskEvent event(Task row, TaskEvent event) {
    return event;
  }

  Task after(Task before, Task after, Object argument) {
    return after;
  }

  static List<TaskEvent> events(Object argument) {
    List<TaskEvent> all = new ArrayList<>();
    var _ =
        BoardCalls.withEvents(
            argument,
            e -> {
              all.add(e);
              return e;
            });
    return all;
  }
}
