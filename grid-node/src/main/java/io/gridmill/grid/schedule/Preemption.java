package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Has preemptible work make way for work of a higher priority that found no room: where least is
 * lost, the lowest priority first, and of one priority what has done least. A gang makes way as a
 * whole or not at all, and others make way for a whole gang or for none of it.
 */
final class Preemption {
  private static final int MOST_LOOKED_AT = 128;

  private final Desk desk;
  private final Yields yields;
  private final Map<TaskId, Long> asked = new HashMap<>();

  Preemption(Desk desk, Yields yields) {
    this.desk = desk;
    this.yields = yields;
  }

  /** Makes way for the first of a queue, if that is possible and has not been done yet. */
  void makeWay(DemandQueue queue, long now) {
    Entry entry = queue.first().first();
    int gap = desk.policy().preemptionGap();
    if (gap == Integer.MAX_VALUE
        || desk.bookings().lowestPreemptible() > entry.priority() - gap
        || isAsked(entry.id(), now)) {
      return;
    }
    Gang gang = queue.gang();
    List<Gang.Member> wanted =
        gang == null
            ? List.of(new Gang.Member(entry, queue.first().shape()))
            : List.copyOf(gang.members());
    Eviction eviction = new Eviction(desk.bookings(), yields, entry.priority() - gap, now);
    for (Gang.Member one : wanted) {
      if (!makeRoom(eviction, queue, one, now)) {
        return;
      }
    }
    if (eviction.victims().isEmpty()) {
      return; // there is room, which is kept for others
    }
    asked.put(entry.id(), now);
    String why = "task " + entry.id() + " of priority " + entry.priority() + " needs its place";
    for (Booking victim : eviction.victims()) {
      yields.ask(victim, why);
    }
    desk.reservations().hold(queue, eviction.spare(), now + Yields.GRACE_NANOS);
  }

  private boolean isAsked(TaskId id, long now) {
    if (!asked.isEmpty()) {
      asked.values().removeIf(at -> now - at > 2 * Yields.GRACE_NANOS);
    }
    return asked.containsKey(id);
  }

  private boolean makeRoom(Eviction eviction, DemandQueue queue, Gang.Member one, long now) {
    ResourceRequest need = one.shape().resources();
    long end = now + one.entry().terms().expectedNanos();
    List<NodeSlots> suiting = desk.nodes().candidates(one.shape().demand()).suiting();
    int step = Math.max(1, suiting.size() / MOST_LOOKED_AT);
    Eviction.Way best = null;
    for (int i = Math.floorMod(one.entry().id().hashCode(), step); i < suiting.size(); i += step) {
      NodeSlots node = suiting.get(i);
      if (node.hasEver(need) && end <= node.closesAt()) {
        Eviction.Way way = eviction.way(node, need);
        boolean kept =
            way != null
                && way.victims().isEmpty()
                && !desk.reservations().admits(node, queue, need, end);
        if (way != null && !kept && (best == null || way.lost() < best.lost())) {
          best = way;
        }
      }
    }
    if (best == null) {
      return false;
    }
    eviction.take(best, need);
    return true;
  }
}
