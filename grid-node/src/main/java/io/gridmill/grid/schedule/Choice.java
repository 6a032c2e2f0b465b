package io.gridmill.grid.schedule;

import io.gridmill.grid.ledger.Meter;
import io.gridmill.grid.schedule.Bookings.Booking;
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
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which of the waiting tasks go where, by their order and by what is free. */
final class Choice {
  private static final int MOST_AT_ONCE = 512;
  private static final long LONGEST_LEASE_NANOS = 10_000_000_000L;

  private final SchedulingPolicy policy;
  private final Nodes nodes;
  private final WaitingTasks waiting;
  private final QueueOrder order;
  private final Bookings bookings;
  private final Reservations reservations;
  private final Locality locality;
  private final Map<TaskId, ArrayLeases> arrays;
  private final SpotChecks checks;
  private final Preemption preemption;
  private final LongSupplier nanoTime;
  private long placed = 1;

  Choice(Desk desk, Preemption preemption) {
    this.preemption = preemption;
    this.policy = desk.policy();
    this.nodes = desk.nodes();
    this.waiting = desk.waiting();
    this.order = desk.order();
    this.bookings = desk.bookings();
    this.reservations = desk.reservations();
    this.locality = desk.locality();
    this.arrays = desk.arrays();
    this.checks = desk.checks();
    this.nanoTime = desk.nanoTime();
  }

  /** What to place now, at most some hundred tasks; what is chosen counts as placed. */
  List<Decision> next(Instant now) {
    List<Decision> decisions = new ArrayList<>();
    long nanos = nanoTime.getAsLong();
    order.order(now, nanos);
    reservations.prune();
    order.reopen();
    DemandQueue queue = order.firstOpen();
    while (queue != null && decisions.size() < MOST_AT_ONCE) {
      Line line = queue.first();
      if (line.account().isCapped()) {
        order.cap(line.account());
      } else if (policy.fair() && order.hasFallenBack(line)) {
        queue = order.firstOpen();
        continue;
      } else if (!mayFollow(queue, nanos)) {
        break;
      } else if (!place(queue, line, now, nanos, decisions)) {
        order.close(queue, placed, nanos);
        preemption.makeWay(queue, nanos);
      }
      queue = order.firstOpen();
    }
    return decisions;
  }

  /**
   * Has all that wait looked at again, once in a while: room may be free for them though no node
   * has changed, as when what was kept for others is not kept any more.
   */
  void lookAgain() {
    order.reopenAll();
  }

  /** Whether a queue's first task may overtake those that found no room. */
  private boolean mayFollow(DemandQueue queue, long nanos) {
    if (!isBehind(queue.rank())) {
      return true;
    }
    if (policy.reservations() == 0) {
      return false;
    }
    reservations.keepFor(order.closed(), queue, policy.reservations(), nanos, placed);
    return true;
  }

  /** Whether some task before this one found no room, though there are nodes for it. */
  private boolean isBehind(Rank rank) {
    for (DemandQueue closed : order.closed()) {
      if (closed.rank().compareTo(rank) > 0) {
        return false;
      }
      if (closed.isPossible()) {
        return true;
      }
    }
    return false;
  }

  private boolean place(
      DemandQueue queue, Line line, Instant now, long nanos, List<Decision> decisions) {
    Gang gang = queue.gang();
    if (gang != null) {
      return gang(queue, gang, nanos, decisions);
    }
    Entry entry = line.first();
    ArrayLeases array = arrays.get(entry.id());
    if (array != null && !array.hasOpen(now)) {
      long wait = array.wait(now);
      if (wait < 0) {
        waiting.remove(entry.id());
      } else {
        waiting.add(entry, line.shape(), null, Math.max(1, wait), nanos);
      }
      return true;
    }
    long end = nanos + expected(entry, array);
    NodeSlots node = withRoom(entry.id(), line.shape(), queue, end);
    if (node == null && array == null && !isBehind(queue.rank())) {
      node = withBacklog(line.shape());
    }
    if (node == null) {
      return false;
    }
    decisions.add(
        array == null
            ? assign(entry, line.shape(), queue, node, nanos)
            : lease(entry, array, queue, node, now, nanos));
    return true;
  }

  private static long expected(Entry entry, @Nullable ArrayLeases array) {
    long expected = entry.terms().expectedNanos();
    return array == null ? expected : Math.min(expected, LONGEST_LEASE_NANOS);
  }

  /**
   * The best node with a slot free; one that such tasks come back from undone is the last choice,
   * or it would be the least loaded for ever.
   */
  private @Nullable NodeSlots withRoom(TaskId id, Shape shape, DemandQueue queue, long end) {
    Demand demand = shape.demand();
    Predicate<NodeSlots> admitted = n -> reservations.admits(n, queue, demand.resources(), end);
    Predicate<NodeSlots> untroubled = n -> n.troubles(shape) == 0 && admitted.test(n);
    NodeSlots near =
        locality.nodeWithInputs(
            id,
            n -> n.hasFree(demand.resources()) && demand.suits(n.offer()) && untroubled.test(n));
    if (near != null) {
      return near;
    }
    String grouping = demand.grouping();
    Candidates candidates = nodes.candidates(demand);
    NodeSlots best =
        grouping == null
            ? candidates.best(untroubled)
            : nodes.groups(demand, grouping).best(shape, untroubled);
    return best == null ? leastTroubled(candidates, shape, admitted) : best;
  }

  private static @Nullable NodeSlots leastTroubled(
      Candidates candidates, Shape shape, Predicate<NodeSlots> admitted) {
    NodeSlots first = candidates.best(admitted);
    if (first == null) {
      return null;
    }
    NodeSlots least = first;
    for (NodeSlots node : candidates.suiting()) {
      if (node.troubles(shape) < least.troubles(shape)
          && node.hasFree(shape.resources())
          && admitted.test(node)) {
        least = node;
      }
    }
    return least;
  }

  /** A node that runs tasks of the shape so quickly that one more may wait there. */
  private @Nullable NodeSlots withBacklog(Shape shape) {
    NodeSlots best = null;
    int most = 0;
    for (NodeSlots node : nodes.quick(shape)) {
      int free = node.backlogFree(shape);
      if (free > most || (free == most && best != null && isBefore(node, best))) {
        most = free;
        best = node;
      }
    }
    return best;
  }

  private static boolean isBefore(NodeSlots a, NodeSlots b) {
    return a.offer().name().compareTo(b.offer().name()) < 0;
  }

  private Decision assign(Entry entry, Shape shape, DemandQueue queue, NodeSlots node, long nanos) {
    take(entry.id(), shape, queue, node, nanos + entry.terms().expectedNanos());
    int attempt = entry.attempts() + 1;
    waiting.remove(entry.id());
    Booking booking =
        new Booking(
            new Held(entry.id(), attempt, null),
            node,
            shape,
            entry.terms(),
            0,
            nanos,
            nodes.dominantShare(shape.demand()));
    bookings.add(booking);
    String name = node.offer().name();
    Meter meter = node.meter(shape.resources());
    TaskEvent event =
        checks.picks(entry, () -> hasOthers(shape, node))
            ? new TaskEvent.AssignReplica(
                attempt, name, node.memberId(), node.offer().owner(), meter)
            : new TaskEvent.Assign(attempt, name, node.memberId(), meter);
    return new Decision(booking, new Change(entry.id(), event), null);
  }

  /** Whether other owners than a node's have nodes that suit a shape. */
  private boolean hasOthers(Shape shape, NodeSlots node) {
    return nodes.candidates(shape.demand()).suiting().stream()
        .anyMatch(n -> !n.isClosed() && !n.offer().owner().equals(node.offer().owner()));
  }

  private Decision lease(
      Entry entry, ArrayLeases array, DemandQueue queue, NodeSlots node, Instant now, long nanos) {
    long expected = expected(entry, array);
    take(entry.id(), array.shape(), queue, node, nanos + expected);
    Task task = array.task();
    int slots = nodes.candidates(array.shape().demand()).slots();
    Lease lease = array.next(node, slots, now, nanos);
    if (!array.hasOpen(now)) {
      waiting.remove(task.id());
    }
    Entry.Terms terms = entry.terms();
    Booking booking =
        new Booking(
            new Held(task.id(), task.attempts(), lease.id()),
            node,
            array.shape(),
            new Entry.Terms(terms.priority(), terms.preemptible(), expected, null),
            0,
            nanos,
            nodes.dominantShare(array.shape().demand()));
    bookings.add(booking);
    return new Decision(
        booking, new Change(task.id(), new TaskEvent.LeaseRanges(List.of(lease))), lease);
  }

  private void take(TaskId id, Shape shape, DemandQueue queue, NodeSlots node, long end) {
    reservations.taken(node, queue, shape.resources(), end);
    queue.served();
    placed++;
    node.take(shape);
    locality.went(id, node);
  }

  /** Places a whole gang, or nothing of it. */
  private boolean gang(DemandQueue queue, Gang gang, long nanos, List<Decision> decisions) {
    List<Gang.Member> members = List.copyOf(gang.members());
    List<NodeSlots> places = new ArrayList<>(members.size());
    List<Runnable> lent = new ArrayList<>(members.size());
    for (Gang.Member member : members) {
      Entry entry = member.entry();
      long end = nanos + entry.terms().expectedNanos();
      NodeSlots node = withRoom(entry.id(), member.shape(), queue, end);
      if (node == null) {
        break;
      }
      node.take(member.shape());
      lent.add(reservations.lend(node, queue, member.shape().resources(), end));
      places.add(node);
    }
    lent.forEach(Runnable::run);
    for (int i = 0; i < places.size(); i++) {
      places.get(i).release(members.get(i).shape());
    }
    if (places.size() < members.size()) {
      return false;
    }
    for (int i = 0; i < places.size(); i++) {
      Gang.Member member = members.get(i);
      decisions.add(assign(member.entry(), member.shape(), queue, places.get(i), nanos));
    }
    return true;
  }
}
