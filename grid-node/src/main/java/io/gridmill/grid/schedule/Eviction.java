package io.gridmill.grid.schedule;

import io.gridmill.grid.schedule.Bookings.Booking;
import io.gridmill.job.ResourceRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What would have to make way for some tasks, and what would be free then. */
final class Eviction {
  private final Bookings bookings;
  private final Yields yields;
  private final int highest;
  private final long now;
  private final Set<Booking> victims = new LinkedHashSet<>();
  private final Map<NodeSlots, Then> nodes = new LinkedHashMap<>();
  private final Set<NodeSlots> used = new LinkedHashSet<>();

  /** How a node would stand. */
  private static final class Then {
    private final NodeSlots node;
    private final Free free;
    private final Map<Shape, Integer> given;

    private Then(NodeSlots node, Free free, Map<Shape, Integer> given) {
      this.node = node;
      this.free = free;
      this.given = given;
    }

    private Then copy() {
      return new Then(node, free.copy(), new HashMap<>(given));
    }

    private void giveBack(Booking booking) {
      int before = given.merge(booking.shape(), 1, Integer::sum) - 1;
      node.giveBack(booking.shape(), before, free);
    }
  }

  /** More victims that make room on a node; none where there is room already. */
  record Way(NodeSlots node, List<Booking> victims, double lost) {}

  /** What makes way together, or not at all. */
  private record Together(List<Booking> bookings, int priority, double lost) {}

  /**
   * @param highest the highest priority that makes way
   */
  Eviction(Bookings bookings, Yields yields, int highest, long now) {
    this.bookings = bookings;
    this.yields = yields;
    this.highest = highest;
    this.now = now;
  }

  Collection<Booking> victims() {
    return victims;
  }

  /** What will be free on the nodes that are used, beyond what was taken there. */
  Map<NodeSlots, Free> spare() {
    Map<NodeSlots, Free> spare = new LinkedHashMap<>();
    used.forEach(node -> spare.put(node, then(node).free));
    return spare;
  }

  private Then then(NodeSlots node) {
    return nodes.computeIfAbsent(node, n -> new Then(n, n.free().copy(), new HashMap<>()));
  }

  /** The cheapest victims on a node; null if even all of them leave too little. */
  @Nullable Way way(NodeSlots node, ResourceRequest need) {
    Then then = then(node).copy();
    List<Booking> more = new ArrayList<>();
    double lost = 0;
    if (!then.free.fits(need)) {
      for (Together together : candidates(node)) {
        for (Booking booking : together.bookings()) {
          if (booking.node() == node) {
            then.giveBack(booking);
          }
        }
        more.addAll(together.bookings());
        lost += together.lost();
        if (then.free.fits(need)) {
          break;
        }
      }
    }
    return then.free.fits(need) ? new Way(node, more, lost) : null;
  }

  private List<Together> candidates(NodeSlots node) {
    Map<Object, Together> all = new LinkedHashMap<>();
    for (Booking booking : bookings.seenOn(node)) {
      Gang.Key gang = booking.gang();
      if (!victims.contains(booking) && booking.terms().preemptible()) {
        List<Booking> some = gang == null ? List.of(booking) : bookings.of(gang);
        if (some.stream().allMatch(this::mayGo)) {
          all.putIfAbsent(gang == null ? booking.held() : gang, together(some));
        }
      }
    }
    List<Together> sorted = new ArrayList<>(all.values());
    sorted.sort(Comparator.comparingInt(Together::priority).thenComparingDouble(Together::lost));
    return sorted;
  }

  private boolean mayGo(Booking booking) {
    return booking.terms().preemptible()
        && booking.terms().priority() <= highest
        && !yields.isAsked(booking.held());
  }

  private Together together(List<Booking> some) {
    int priority = some.stream().mapToInt(b -> b.terms().priority()).max().orElse(0);
    return new Together(some, priority, some.stream().mapToDouble(this::lost).sum());
  }

  /** Nanoseconds of cores that it has worked. */
  private double lost(Booking booking) {
    return (double) (now - booking.since()) * booking.shape().resources().cores();
  }

  /** Goes a way, for a task that takes some of what is free then. */
  void take(Way way, ResourceRequest need) {
    for (Booking victim : way.victims()) {
      if (victims.add(victim)) {
        then(victim.node()).giveBack(victim);
      }
    }
    var _ = then(way.node()).free.take(need);
    used.add(way.node());
  }
}
