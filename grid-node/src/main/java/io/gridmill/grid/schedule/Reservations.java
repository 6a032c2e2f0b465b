package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.job.ResourceRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Room that is kept for tasks that found none, so that those behind them in the queue take what is
 * free meanwhile, and not what they wait for (EASY backfilling, on many nodes).
 *
 * <p>To keep room means to let cores stand idle. So a task first waits until its own waiting, in
 * seconds of the cores that it asks for, weighs more than what would stand idle for it, times the
 * policy's patience.
 */
final class Reservations {
  /** How many nodes are looked at for one task; on a larger grid these are a sample. */
  private static final int MOST_LOOKED_AT = 128;

  private final double patience;
  private final Nodes nodes;
  private final Bookings bookings;
  private final Map<DemandQueue, Reservation> byQueue = new LinkedHashMap<>();

  /** What is kept for the first of a queue, whoever that is when there is room. */
  static final class Reservation {
    private final DemandQueue queue;
    private final long at;
    private final List<Part> parts = new ArrayList<>();

    private Reservation(DemandQueue queue, long at) {
      this.queue = queue;
      this.at = at;
    }

    DemandQueue queue() {
      return queue;
    }

    /** When there will probably be room, in nanoseconds. */
    long at() {
      return at;
    }

    List<Part> parts() {
      return parts;
    }

    /**
     * Whether another queue has to do without what is kept. What was once kept stays so until it is
     * used, or the room that was drained for it would be given away whenever turns change; only a
     * higher level takes it.
     */
    private boolean binds(DemandQueue other) {
      return queue != other && queue.rank().level() >= other.rank().level();
    }
  }

  /**
   * What is kept on one node.
   *
   * @param spare what will be free there beyond it at that time
   */
  record Part(Reservation of, NodeSlots node, Free spare, long version) {}

  /**
   * Where and when there will be room.
   *
   * @param idle what would stand idle there until then if nothing else came: nanoseconds of cores
   */
  private record Found(NodeSlots node, Free then, long at, double idle) {}

  Reservations(Nodes nodes, Bookings bookings, double patience) {
    this.patience = patience;
    this.nodes = nodes;
    this.bookings = bookings;
  }

  /** What is kept for a queue; null if nothing is. */
  @Nullable Reservation of(DemandQueue queue) {
    return byQueue.get(queue);
  }

  /** All that is kept. */
  Collection<Reservation> all() {
    return byQueue.values();
  }

  /** Whether a task of a queue may go to a node now, for all that is kept there. */
  boolean admits(NodeSlots node, DemandQueue queue, ResourceRequest need, long end) {
    if (end > node.closesAt()) {
      return false;
    }
    Part part = node.reserved();
    return part == null
        || !part.of().binds(queue)
        || end <= part.of().at
        || part.spare().fits(need);
  }

  /**
   * A task of a queue goes to a node. What is kept there for others has less to spare if it stays.
   */
  void taken(NodeSlots node, DemandQueue queue, ResourceRequest need, long end) {
    var _ = lend(node, queue, need, end);
    drop(queue);
  }

  /**
   * Takes what goes to a node from what those have to spare for whom it is kept, if it stays there
   * until then; the answer gives it back.
   */
  Runnable lend(NodeSlots node, DemandQueue queue, ResourceRequest need, long end) {
    Part part = node.reserved();
    if (part == null || part.of().queue == queue || end <= part.of().at) {
      return () -> {};
    }
    Free.Grant grant = part.spare().take(need);
    return () -> part.spare().give(need, grant);
  }

  /**
   * Keeps nodes for a queue, where others make way for it.
   *
   * @param spare what will be free there then beyond what it takes
   */
  void hold(DemandQueue queue, Map<NodeSlots, Free> spare, long at) {
    drop(queue);
    Reservation reservation = new Reservation(queue, at);
    spare.forEach((node, free) -> put(reservation, node, free));
    byQueue.put(queue, reservation);
    queue.serveNext();
  }

  private void drop(DemandQueue queue) {
    Reservation gone = byQueue.remove(queue);
    if (gone != null) {
      for (Part part : gone.parts) {
        Part kept = part.node().reserved();
        if (kept != null && kept.of() == gone) {
          part.node().reserve(null);
        }
      }
    }
  }

  /** Drops what was kept for queues in which nobody waits any more. */
  void prune() {
    if (!byQueue.isEmpty()) {
      List.copyOf(byQueue.keySet()).stream().filter(q -> q.lines().isEmpty()).forEach(this::drop);
    }
  }

  /**
   * Keeps room for the first of the closed queues before one. On a large grid, where room comes all
   * the time, it is kept only for those who have been overtaken often.
   *
   * @param placed how many tasks have been placed until now
   */
  void keepFor(Iterable<DemandQueue> closed, DemandQueue before, int most, long now, long placed) {
    long often = nodes.size() > MOST_LOOKED_AT ? nodes.size() : 0;
    for (Reservation kept : List.copyOf(byQueue.values())) {
      if (kept.at <= now || hasChanged(kept)) {
        drop(kept.queue);
        keep(kept.queue, now);
      }
    }
    for (DemandQueue queue : closed) {
      if (byQueue.size() >= most || queue.rank().compareTo(before.rank()) > 0) {
        return;
      }
      if (!byQueue.containsKey(queue)
          && queue.isPossible()
          && queue.overtaken(placed) >= often
          && queue.isTriedAgain(now)) {
        keep(queue, now);
      }
    }
  }

  private void keep(DemandQueue queue, long now) {
    Gang gang = queue.gang();
    Reservation fresh = gang == null ? single(queue, now) : gang(queue, gang, now);
    if (fresh != null) {
      byQueue.put(queue, fresh);
    }
  }

  /** On a small grid each change may bring an earlier time; on a large one it is kept. */
  private boolean hasChanged(Reservation known) {
    if (nodes.size() > MOST_LOOKED_AT) {
      return known.parts.stream().anyMatch(p -> nodes.get(p.node().memberId()) != p.node());
    }
    return known.parts.stream().anyMatch(p -> p.version() != p.node().version());
  }

  private @Nullable Reservation single(DemandQueue queue, long now) {
    ResourceRequest need = queue.demand().resources();
    Found best = best(queue, now);
    if (best == null) {
      return null;
    }
    double waited = queue.closedFor(now);
    if (!queue.isServedNext() && waited * need.cores() < patience * best.idle()) {
      return null;
    }
    queue.serveNext();
    Reservation reservation = new Reservation(queue, best.at());
    var _ = best.then().take(need);
    put(reservation, best.node(), best.then());
    return reservation;
  }

  private @Nullable Found best(DemandQueue queue, long now) {
    List<NodeSlots> suiting = nodes.candidates(queue.demand()).suiting();
    ResourceRequest need = queue.demand().resources();
    int step = Math.max(1, suiting.size() / MOST_LOOKED_AT);
    int start = Math.floorMod(queue.first().first().id().hashCode(), step);
    Found best = null;
    for (int i = start; i < suiting.size(); i += step) {
      NodeSlots node = suiting.get(i);
      if (isOurs(node, queue)) {
        Found found = earliest(node, need, now);
        if (found != null && (best == null || found.at() < best.at())) {
          best = found;
        }
      }
    }
    return best;
  }

  /** Where and when a queue will probably find room first. */
  record Soonest(NodeSlots node, long at) {}

  /** Where the first of a queue will probably find room; null where that cannot be told. */
  @Nullable Soonest soonest(DemandQueue queue, long now) {
    Found found = best(queue, now);
    return found == null ? null : new Soonest(found.node(), found.at());
  }

  /** Whether nothing is kept on a node, or only for those behind. */
  private static boolean isOurs(NodeSlots node, DemandQueue queue) {
    Part part = node.reserved();
    return part == null || !part.of().binds(queue);
  }

  private void put(Reservation reservation, NodeSlots node, Free spare) {
    Part old = node.reserved();
    if (old != null) {
      drop(old.of().queue);
    }
    node.reserve(new Part(reservation, node, spare, node.version() + 1));
    reservation.parts.add(Objects.requireNonNull(node.reserved()));
  }

  /** When a node will have room, if what runs there ends as expected; null if never. */
  private @Nullable Found earliest(NodeSlots node, ResourceRequest need, long now) {
    Free free = node.free().copy();
    long at = now;
    double idle = 0;
    Map<Shape, Integer> given = new HashMap<>();
    Iterator<Booking> ends = endsOn(node, now).iterator();
    while (!free.fits(need)) {
      if (!ends.hasNext()) {
        return null;
      }
      int cores = free.cores();
      long next = Math.max(at, giveBack(node, ends.next(), free, given, now));
      idle += (double) cores * (next - at);
      at = next;
    }
    while (ends.hasNext()) {
      Booking next = ends.next();
      if (next.expectedEnd(now) > at) {
        break;
      }
      giveBack(node, next, free, given, now);
    }
    return at >= node.closesAt() ? null : new Found(node, free, at, idle);
  }

  private List<Booking> endsOn(NodeSlots node, long now) {
    List<Booking> ends = new ArrayList<>(bookings.seenOn(node));
    ends.sort(Comparator.comparingLong(b -> b.expectedEnd(now)));
    return ends;
  }

  /** Lets a booking end; only as many of a shape as it has slots give something back. */
  private static long giveBack(
      NodeSlots node, Booking booking, Free free, Map<Shape, Integer> given, long now) {
    int before = given.merge(booking.shape(), 1, Integer::sum) - 1;
    node.giveBack(booking.shape(), before, free);
    return booking.expectedEnd(now);
  }

  private @Nullable Reservation gang(DemandQueue queue, Gang gang, long now) {
    List<Long> ends = new ArrayList<>();
    Map<NodeSlots, Boolean> ours = new LinkedHashMap<>();
    for (Demand demand : gang.demands()) {
      for (NodeSlots node : nodes.candidates(demand).suiting()) {
        if (isOurs(node, queue) && !node.isClosed() && ours.put(node, true) == null) {
          bookings.seenOn(node).forEach(b -> ends.add(b.expectedEnd(now)));
        }
      }
    }
    ends.add(now);
    List<Long> times = ends.stream().distinct().sorted().toList();
    int low = 0;
    int high = times.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (fitAt(gang, ours.keySet(), times.get(middle), now) == null) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == times.size()) {
      return null;
    }
    Map<NodeSlots, Free> then = fitAt(gang, ours.keySet(), times.get(low), now);
    Reservation reservation = new Reservation(queue, times.get(low));
    if (then != null) {
      then.forEach((node, spare) -> put(reservation, node, spare));
    }
    return reservation;
  }

  /**
   * The nodes that hold a gang at a time, with what they have left then; null if it does not fit.
   */
  private @Nullable Map<NodeSlots, Free> fitAt(
      Gang gang, Iterable<NodeSlots> ours, long time, long now) {
    Map<NodeSlots, Free> then = new LinkedHashMap<>();
    for (NodeSlots node : ours) {
      Free free = node.free().copy();
      Map<Shape, Integer> given = new HashMap<>();
      for (Booking booking : endsOn(node, now)) {
        if (booking.expectedEnd(now) <= time) {
          giveBack(node, booking, free, given, now);
        }
      }
      then.put(node, free);
    }
    Map<NodeSlots, Free> used = new LinkedHashMap<>();
    for (Gang.Member member : gang.members()) {
      ResourceRequest need = member.shape().resources();
      Demand demand = member.shape().demand();
      var place =
          then.entrySet().stream()
              .filter(e -> e.getValue().fits(need) && demand.suits(e.getKey().offer()))
              .filter(e -> time + member.entry().terms().expectedNanos() <= e.getKey().closesAt())
              .findFirst();
      if (place.isEmpty()) {
        return null;
      }
      var _ = place.get().getValue().take(need);
      used.put(place.get().getKey(), place.get().getValue());
    }
    return used;
  }
}
