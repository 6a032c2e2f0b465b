package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.Orders.Part;
import io.gridmill.grid.task.Replicas;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.grid.task.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tick decided: a task and the node that is to get it, with the event that says so. */
record Decision(Booking booking, Change change, @Nullable Lease lease) {

  /** The order for the node, once the event is accepted. */
  Order order(Task task) {
    List<TaskResult> compared = Replicas.comparedBy(task, booking.held().attempt());
    if (compared != null) {
      return new Order(
          task.id(),
          task.owner(),
          task.spec(),
          Part.COMPARE,
          booking.held().attempt(),
          null,
          null,
          Map.of(),
          compared);
    }
    return new Order(
        task.id(),
        task.owner(),
        task.spec(),
        part(task),
        booking.held().attempt(),
        lease,
        task.checkpoint(),
        task.given());
  }

  /** Whether a task stands as this decision would have it, so that it was carried out before. */
  boolean isKeptIn(Task task) {
    String member = booking.node().memberId();
    if (lease != null) {
      return task.array() != null
          && task.array().leases().stream()
              .anyMatch(
                  l ->
                      l.id() == lease.id()
                          && l.from() == lease.from()
                          && l.to() == lease.to()
                          && l.memberId().equals(member));
    }
    if (task.state() instanceof TaskState.Replicated replicated) {
      return replicated.open().stream()
          .map(TaskState.Run::attempt)
          .anyMatch(a -> a.number() == booking.held().attempt() && a.memberId().equals(member));
    }
    return task.state() instanceof TaskState.Assigned assigned
        && assigned.attempt().number() == booking.held().attempt()
        && assigned.attempt().memberId().equals(member);
  }

  /** Whether it was carried out, now or before. */
  boolean isPlaced(Optional<Applied> answer) {
    Task task = answer.map(Applied::task).orElse(null);
    return task != null && (answer.orElseThrow().accepted() || isKeptIn(task));
  }

  private Part part(Task task) {
    if (lease != null) {
      return task.array() != null && task.array().level() > 0 ? Part.COMBINE : Part.ITEMS;
    }
    return task.array() == null ? Part.ONCE : Part.REDUCE;
  }
}
