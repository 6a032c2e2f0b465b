package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leases items a second time that stragglers hold, on nodes that have room. */
final class Doubles {
  private static final int MOST_AT_ONCE = 512;

  private final Desk desk;

  Doubles(Desk desk) {
    this.desk = desk;
  }

  /** One lease for each array that has a straggler, and a node for it; looked for once a round. */
  List<Decision> next(Instant now) {
    List<Decision> decisions = new ArrayList<>();
    long nanos = desk.nanoTime().getAsLong();
    for (ArrayLeases array : desk.arrays().values()) {
      Lease slow = array.straggler(nanos);
      NodeSlots node = slow == null ? null : nodeBeside(slow, array.shape());
      if (slow != null && node != null && decisions.size() < MOST_AT_ONCE) {
        decisions.add(decision(array, array.doubling(slow, node, now, nanos), node, nanos));
      }
    }
    return decisions;
  }

  private @Nullable NodeSlots nodeBeside(Lease slow, Shape shape) {
    return desk.nodes()
        .candidates(shape.demand())
        .best(
            n ->
                !n.memberId().equals(slow.memberId())
                    && n.troubles(shape) == 0
                    && n.closesAt() == Long.MAX_VALUE
                    && n.reserved() == null);
  }

  private Decision decision(ArrayLeases array, Lease lease, NodeSlots node, long nanos) {
    Task task = array.task();
    Shape shape = array.shape();
    node.take(shape);
    Booking booking =
        new Booking(
            new Held(task.id(), task.attempts(), lease.id()),
            node,
            shape,
            Entry.Terms.of(task.spec()),
            0,
            nanos,
            desk.nodes().dominantShare(shape.demand()));
    desk.bookings().add(booking);
    var event = new TaskEvent.LeaseRanges(List.of(lease));
    return new Decision(booking, new Change(task.id(), event), lease);
  }
}
