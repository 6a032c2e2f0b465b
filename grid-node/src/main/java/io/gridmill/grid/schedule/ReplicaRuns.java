package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Replicas;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState.Replicated;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings the queue and the bookings in line with the rows of tasks that several nodes run. */
final class ReplicaRuns {
  private final Desk desk;
  private final RowBookings rows;

  /** What only checks others' results, and waits for a node. */
  private final Map<TaskId, Demand> checking = new HashMap<>();

  ReplicaRuns(Desk desk, RowBookings rows) {
    this.desk = desk;
    this.rows = rows;
  }

  /** A task stands so: the runs that it lacks wait for nodes of other owners. */
  void row(Task task, Replicated state) {
    desk.checks().runs(task.id());
    Shape plain = Shape.of(task.owner(), task.spec());
    rows.runs(task, state, plain);
    checking.remove(task.id());
    if (Replicas.wants(task) == 0) {
      desk.waiting().remove(task.id());
      return;
    }
    Instant notBefore = state.notBefore();
    Shape shape = plain.avoiding(Replicas.owners(state));
    if (Replicas.isToCompare(task) && desk.nodes().candidates(shape.demand()).suiting().isEmpty()) {
      shape = plain; // better one of those that have run it than none
    }
    desk.enqueue(task, shape, notBefore == null ? 0 : desk.wait(notBefore, Replicas.longest(task)));
    if (Replicas.isChecked(task)) {
      checking.put(task.id(), shape.demand());
    }
  }

  /** What no node can check is believed as it is; looked for once a round. */
  List<Change> waived() {
    List<Change> changes = new ArrayList<>();
    checking.keySet().removeIf(id -> !desk.waiting().has(id));
    checking.forEach(
        (id, demand) -> {
          if (desk.nodes().candidates(demand).suiting().stream().allMatch(NodeSlots::isClosed)) {
            changes.add(new Change(id, new TaskEvent.Waive()));
          }
        });
    return changes;
  }
}
