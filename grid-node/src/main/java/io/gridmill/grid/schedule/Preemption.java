package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has preemptible work make way for work of a higher priority that found no room: on the node where
 * least is lost, the lowest priority first, and of one priority what has done least.
 */
final class Preemption {
  private static final int MOST_LOOKED_AT = 128;

  private final Desk desk;
  private final Yields yields;
  private final Map<TaskId, Long> asked = new HashMap<>();

  /** What would have to make way on a node. */
  private record Way(NodeSlots node, List<Booking> victims, Free then, double lost) {}

  Preemption(Desk desk, Yields yields) {
    this.desk = desk;
    this.yields = yields;
  }

  /** Makes way for the first task of a queue, if that is possible and has not been done yet. */
  void makeWay(DemandQueue queue, long now) {
    Entry entry = queue.first().first();
    int gap = desk.policy().preemptionGap();
    if (queue.gang() != null
        || gap == Integer.MAX_VALUE
        || desk.bookings().lowestPreemptible() > entry.priority() - gap
        || isAsked(entry.id(), now)) {
      return;
    }
    Way best = null;
    List<NodeSlots> suiting = desk.nodes().candidates(queue.demand()).suiting();
    int step = Math.max(1, suiting.size() / MOST_LOOKED_AT);
    for (int i = Math.floorMod(entry.id().hashCode(), step); i < suiting.size(); i += step) {
      Way way = way(suiting.get(i), queue.demand().resources(), entry.priority() - gap, now);
      if (way != null && (best == null || way.lost() < best.lost())) {
        best = way;
      }
    }
    if (best != null) {
      asked.put(entry.id(), now);
      String why = "task " + entry.id() + " of priority " + entry.priority() + " needs its place";
      best.victims().forEach(victim -> yields.ask(victim, why));
      desk.reservations().hold(queue, best.node(), best.then(), now + Yields.GRACE_NANOS);
    }
  }

  private boolean isAsked(TaskId id, long now) {
    if (!asked.isEmpty()) {
      asked.values().removeIf(at -> now - at > 2 * Yields.GRACE_NANOS);
    }
    return asked.containsKey(id);
  }

  /** The cheapest victims on a node; null if even all of them leave too little. */
  private @Nullable Way way(NodeSlots node, ResourceRequest need, int highest, long now) {
    if (!node.hasEver(need)) {
      return null;
    }
    List<Booking> may =
        new ArrayList<>(
            desk.bookings().seenOn(node).stream()
                .filter(b -> b.terms().preemptible() && b.terms().priority() <= highest)
                .filter(b -> !yields.isAsked(b.held()))
                .toList());
    may.sort(
        Comparator.comparingInt((Booking b) -> b.terms().priority())
            .thenComparingDouble(b -> lost(b, now)));
    Free free = node.free().copy();
    Map<Shape, Integer> given = new HashMap<>();
    List<Booking> victims = new ArrayList<>();
    double lost = 0;
    for (Booking booking : may) {
      if (free.fits(need)) {
        break;
      }
      int before = given.merge(booking.shape(), 1, Integer::sum) - 1;
      node.giveBack(booking.shape(), before, free);
      victims.add(booking);
      lost += lost(booking, now);
    }
    return victims.isEmpty() || !free.fits(need) ? null : new Way(node, victims, free, lost);
  }

  /** Nanoseconds of cores that it has worked. */
  private static double lost(Booking booking, long now) {
    return (double) (now - booking.since()) * booking.shape().resources().cores();
  }
}
