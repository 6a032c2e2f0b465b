package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.grid.schedule.WaitingTasks.Entry;
import io.gridmill.grid.schedule.WaitingTasks.Head;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** Which of the waiting tasks go where, by their order and by what is free. */
final class Choice {
  private static final int MOST_AT_ONCE = 512;

  private final Nodes nodes;
  private final WaitingTasks waiting;
  private final Map<TaskId, ArrayLeases> arrays;
  private final LongSupplier nanoTime;

  Choice(
      Nodes nodes, WaitingTasks waiting, Map<TaskId, ArrayLeases> arrays, LongSupplier nanoTime) {
    this.nodes = nodes;
    this.waiting = waiting;
    this.arrays = arrays;
    this.nanoTime = nanoTime;
  }

  /** What to place now, at most some hundred tasks; what is chosen counts as placed. */
  List<Decision> next(Instant now) {
    List<Decision> decisions = new ArrayList<>();
    PriorityQueue<Head> heads = waiting.heads();
    boolean blocked = false;
    while (!heads.isEmpty() && decisions.size() < MOST_AT_ONCE) {
      Head head = heads.remove();
      Shape shape = head.shape();
      ArrayLeases array = arrays.get(head.entry().id());
      NodeSlots node = Placement.withSlot(shape, nodes.all()).orElse(null);
      if (node == null && array == null && !blocked) {
        node = Placement.withBacklog(shape, nodes.all()).orElse(null);
      }
      if (node == null) {
        blocked = blocked || Placement.possible(shape, nodes.all());
        continue;
      }
      decisions.add(array == null ? assign(head.entry(), shape, node) : lease(array, node, now));
      Entry next = waiting.first(shape);
      if (next != null) {
        heads.add(new Head(next, shape));
      }
    }
    return decisions;
  }

  private Decision assign(Entry entry, Shape shape, NodeSlots node) {
    int attempt = entry.attempts() + 1;
    waiting.remove(entry.id());
    node.take(shape);
    Held held = new Held(entry.id(), attempt, null);
    var event = new TaskEvent.Assign(attempt, node.offer().name(), node.memberId());
    return new Decision(
        new Booking(held, node, shape, 0, nanoTime.getAsLong()),
        new Change(entry.id(), event),
        null);
  }

  private Decision lease(ArrayLeases array, NodeSlots node, Instant now) {
    Task task = array.task();
    node.take(array.shape());
    Lease lease = array.next(node, nodes.slots(array.shape()), now, nanoTime.getAsLong());
    if (!array.hasOpen()) {
      waiting.remove(task.id());
    }
    Held held = new Held(task.id(), task.attempts(), lease.id());
    return new Decision(
        new Booking(held, node, array.shape(), 0, nanoTime.getAsLong()),
        new Change(task.id(), new TaskEvent.LeaseRanges(List.of(lease))),
        lease);
  }
}
