package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import java.util.ArrayList;
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
 */
final class Reservations {
  /** How many nodes are looked at for one task; on a larger grid these are a sample. */
  private static final int MOST_LOOKED_AT = 128;

  private final Nodes nodes;
  private final Bookings bookings;
  private final Map<TaskId, Reservation> byTask = new LinkedHashMap<>();

  /** What is kept for a task or for a gang. */
  static final class Reservation {
    private final TaskId task;
    private final long at;
    private final List<Part> parts = new ArrayList<>();
    private Rank rank;

    private Reservation(TaskId task, Rank rank, long at) {
      this.task = task;
      this.rank = rank;
      this.at = at;
    }

    TaskId task() {
      return task;
    }

    /** When there will probably be room, in nanoseconds. */
    long at() {
      return at;
    }
  }

  /**
   * What is kept on one node.
   *
   * @param spare what will be free there beyond it at that time
   */
  record Part(Reservation of, NodeSlots node, Free spare, long version) {}

  /** A wish of a task: one place, or many for a gang. */
  private record Found(NodeSlots node, Free then, long at) {}

  Reservations(Nodes nodes, Bookings bookings) {
    this.nodes = nodes;
    this.bookings = bookings;
  }

  @Nullable Reservation of(TaskId task) {
    return byTask.get(task);
  }

  /** Whether a task may go to a node now, for all that is kept there. */
  boolean admits(NodeSlots node, TaskId task, Rank rank, ResourceRequest need, long end) {
    if (end > node.closesAt()) {
      return false;
    }
    Part part = node.reserved();
    if (part == null || part.of().task.equals(task) || part.of().rank.compareTo(rank) > 0) {
      return true;
    }
    return end <= part.of().at || part.spare().fits(need);
  }

  /** A task went to a node where something is kept; what lasts longer takes of the rest. */
  void taken(NodeSlots node, TaskId task, ResourceRequest need, long end) {
    Part part = node.reserved();
    if (part != null && !part.of().task.equals(task) && end > part.of().at) {
      var _ = part.spare().take(need);
    }
  }

  void drop(TaskId task) {
    Reservation gone = byTask.remove(task);
    if (gone != null) {
      for (Part part : gone.parts) {
        if (part.node().reserved() != null && part.node().reserved().of() == gone) {
          part.node().reserve(null);
        }
      }
    }
  }

  /** Keeps room for the first of the closed queues, and for no others. */
  void keepFor(Iterable<DemandQueue> closed, Rank before, int most, long now) {
    Map<TaskId, Reservation> stale = new HashMap<>(byTask);
    int kept = 0;
    for (DemandQueue queue : closed) {
      if (kept >= most || queue.rank().compareTo(before) > 0) {
        break;
      }
      if (queue.isPossible()) {
        TaskId task = queue.first().first().id();
        stale.remove(task);
        keep(queue, task, now);
        kept++;
      }
    }
    if (byTask.size() > most) {
      stale.keySet().forEach(this::drop);
    }
  }

  private void keep(DemandQueue queue, TaskId task, long now) {
    Reservation known = byTask.get(task);
    if (known != null) {
      known.rank = queue.rank();
      if (known.at > now && !hasChanged(known)) {
        return;
      }
      drop(task);
    }
    Reservation fresh =
        queue.gang() == null ? single(queue, task, now) : gang(queue, queue.gang(), task, now);
    if (fresh != null) {
      byTask.put(task, fresh);
    }
  }

  /** On a small grid each change may bring an earlier time; on a large one it is kept. */
  private boolean hasChanged(Reservation known) {
    if (nodes.size() > MOST_LOOKED_AT) {
      return known.parts.stream().anyMatch(p -> nodes.get(p.node().memberId()) != p.node());
    }
    return known.parts.stream().anyMatch(p -> p.version() != p.node().version());
  }

  private @Nullable Reservation single(DemandQueue queue, TaskId task, long now) {
    List<NodeSlots> suiting = nodes.candidates(queue.demand()).suiting();
    ResourceRequest need = queue.demand().resources();
    int step = Math.max(1, suiting.size() / MOST_LOOKED_AT);
    int start = Math.floorMod(task.hashCode(), step);
    Found best = null;
    for (int i = start; i < suiting.size(); i += step) {
      NodeSlots node = suiting.get(i);
      if (isOurs(node, queue.rank())) {
        Found found = earliest(node, need, now);
        if (found != null && (best == null || found.at() < best.at())) {
          best = found;
        }
      }
    }
    if (best == null) {
      return null;
    }
    Reservation reservation = new Reservation(task, queue.rank(), best.at());
    var _ = best.then().take(need);
    put(reservation, best.node(), best.then());
    return reservation;
  }

  /** Whether nothing is kept on a node, or only for those behind. */
  private static boolean isOurs(NodeSlots node, Rank rank) {
    Part part = node.reserved();
    return part == null || part.of().rank.compareTo(rank) > 0;
  }

  private void put(Reservation reservation, NodeSlots node, Free spare) {
    Part old = node.reserved();
    if (old != null) {
      drop(old.of().task);
    }
    node.reserve(new Part(reservation, node, spare, node.version() + 1));
    reservation.parts.add(Objects.requireNonNull(node.reserved()));
  }

  /** When a node will have room, if what runs there ends as expected; null if never. */
  private @Nullable Found earliest(NodeSlots node, ResourceRequest need, long now) {
    Free free = node.free().copy();
    long at = now;
    Map<Shape, Integer> given = new HashMap<>();
    Iterator<Booking> ends = endsOn(node, now).iterator();
    while (!free.fits(need)) {
      if (!ends.hasNext()) {
        return null;
      }
      at = Math.max(at, giveBack(node, ends.next(), free, given, now));
    }
    while (ends.hasNext()) {
      Booking next = ends.next();
      if (next.expectedEnd(now) > at) {
        break;
      }
      giveBack(node, next, free, given, now);
    }
    return at >= node.closesAt() ? null : new Found(node, free, at);
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

  private @Nullable Reservation gang(DemandQueue queue, Gang gang, TaskId task, long now) {
    List<Long> ends = new ArrayList<>();
    Map<NodeSlots, Boolean> ours = new LinkedHashMap<>();
    for (Demand demand : gang.demands()) {
      for (NodeSlots node : nodes.candidates(demand).suiting()) {
        if (isOurs(node, queue.rank()) && ours.put(node, true) == null) {
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
    Reservation reservation = new Reservation(task, queue.rank(), times.get(low));
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
              .filter(e -> e.getValue().fits(need) && demand.suits(e.getKey().offer().attributes()))
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
