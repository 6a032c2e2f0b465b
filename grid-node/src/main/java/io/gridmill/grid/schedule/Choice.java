package io.gridmill.grid.schedule;

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
  private final LongSupplier nanoTime;

  Choice(Desk desk) {
    this.policy = desk.policy();
    this.nodes = desk.nodes();
    this.waiting = desk.waiting();
    this.order = desk.order();
    this.bookings = desk.bookings();
    this.reservations = desk.reservations();
    this.locality = desk.locality();
    this.arrays = desk.arrays();
    this.nanoTime = desk.nanoTime();
  }

  /** What to place now, at most some hundred tasks; what is chosen counts as placed. */
  List<Decision> next(Instant now) {
    List<Decision> decisions = new ArrayList<>();
    long nanos = nanoTime.getAsLong();
    order.order(now, nanos);
    order.reopen();
    DemandQueue queue = order.firstOpen();
    while (queue != null && decisions.size() < MOST_AT_ONCE && mayFollow(queue, nanos)) {
      Line line = queue.first();
      if (line.account().isCapped()) {
        order.cap(line.account());
      } else if (!place(queue, line, now, nanos, decisions)) {
        order.close(queue);
      }
      queue = order.firstOpen();
    }
    return decisions;
  }

  /** Whether a queue's first task may overtake those that found no room. */
  private boolean mayFollow(DemandQueue queue, long nanos) {
    if (!isBehind(queue.rank())) {
      return true;
    }
    if (policy.reservations() == 0) {
      return false;
    }
    reservations.keepFor(order.closed(), queue.rank(), policy.reservations(), nanos);
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
      return gang(gang, queue.rank(), nanos, decisions);
    }
    Entry entry = line.first();
    ArrayLeases array = arrays.get(entry.id());
    long end = nanos + expected(entry, array);
    NodeSlots node = withRoom(entry, line.shape(), queue.rank(), end);
    if (node == null && array == null && !isBehind(queue.rank())) {
      node = withBacklog(line.shape());
    }
    if (node == null) {
      return false;
    }
    decisions.add(
        array == null
            ? assign(entry, line.shape(), node, nanos)
            : lease(entry, array, node, now, nanos));
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
  private @Nullable NodeSlots withRoom(Entry entry, Shape shape, Rank rank, long end) {
    Demand demand = shape.demand();
    Predicate<NodeSlots> admitted =
        n -> reservations.admits(n, entry.id(), rank, demand.resources(), end);
    Predicate<NodeSlots> untroubled = n -> n.troubles(shape) == 0 && admitted.test(n);
    NodeSlots near =
        locality.nodeWithInputs(
            entry.id(),
            n ->
                n.hasFree(demand.resources())
                    && demand.suits(n.offer().attributes())
                    && untroubled.test(n));
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

  private Decision assign(Entry entry, Shape shape, NodeSlots node, long nanos) {
    int attempt = entry.attempts() + 1;
    waiting.remove(entry.id());
    Booking booking = book(new Held(entry.id(), attempt, null), entry, shape, node, nanos);
    var event = new TaskEvent.Assign(attempt, node.offer().name(), node.memberId());
    return new Decision(booking, new Change(entry.id(), event), null);
  }

  private Decision lease(Entry entry, ArrayLeases array, NodeSlots node, Instant now, long nanos) {
    Task task = array.task();
    int slots = nodes.candidates(array.shape().demand()).slots();
    Lease lease = array.next(node, slots, now, nanos);
    if (!array.hasOpen()) {
      waiting.remove(task.id());
    }
    Held held = new Held(task.id(), task.attempts(), lease.id());
    Entry.Terms terms = entry.terms();
    long expected = expected(entry, array);
    Booking booking =
        book(
            held,
            entry,
            array.shape(),
            node,
            nanos,
            new Entry.Terms(terms.priority(), terms.preemptible(), expected, null));
    return new Decision(
        booking, new Change(task.id(), new TaskEvent.LeaseRanges(List.of(lease))), lease);
  }

  private Booking book(Held held, Entry entry, Shape shape, NodeSlots node, long nanos) {
    return book(held, entry, shape, node, nanos, entry.terms());
  }

  private Booking book(
      Held held, Entry entry, Shape shape, NodeSlots node, long nanos, Entry.Terms terms) {
    reservations.taken(node, entry.id(), shape.resources(), nanos + terms.expectedNanos());
    reservations.drop(entry.id());
    node.take(shape);
    locality.went(entry.id(), node);
    double share = nodes.dominantShare(shape.demand());
    Booking booking = new Booking(held, node, shape, terms, 0, nanos, share);
    bookings.add(booking);
    return booking;
  }

  /** Places a whole gang, or nothing of it. */
  private boolean gang(Gang gang, Rank rank, long nanos, List<Decision> decisions) {
    List<Gang.Member> members = List.copyOf(gang.members());
    List<NodeSlots> places = new ArrayList<>(members.size());
    for (Gang.Member member : members) {
      long end = nanos + member.entry().terms().expectedNanos();
      NodeSlots node = withRoom(rankedAs(member, rank), member.shape(), rank, end);
      if (node == null) {
        for (int i = 0; i < places.size(); i++) {
          places.get(i).release(members.get(i).shape());
        }
        return false;
      }
      node.take(member.shape());
      places.add(node);
    }
    for (int i = 0; i < places.size(); i++) {
      places.get(i).release(members.get(i).shape());
      Gang.Member member = members.get(i);
      decisions.add(assign(member.entry(), member.shape(), places.get(i), nanos));
    }
    reservations.drop(rank.id());
    return true;
  }

  /** A member asks for room under the name of its gang, for which room is kept. */
  private static Entry rankedAs(Gang.Member member, Rank rank) {
    Entry entry = member.entry();
    return new Entry(
        rank.id(), entry.turn(), entry.since(), entry.priority(), entry.attempts(), entry.terms());
  }
}
