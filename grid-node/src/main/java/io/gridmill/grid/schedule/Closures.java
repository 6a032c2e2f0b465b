package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.Maintenance.Window;
import io.gridmill.grid.schedule.Bookings.Booking;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps nodes free of work in the times that are planned for their maintenance. */
final class Closures {
  private final Desk desk;
  private final Yields yields;
  private final Map<String, Window> byNode = new HashMap<>();

  Closures(Desk desk, Yields yields) {
    this.desk = desk;
    this.yields = yields;
  }

  /** Takes all windows that are planned now. */
  void set(List<Window> windows) {
    byNode.clear();
    windows.forEach(window -> byNode.put(window.node(), window));
    apply();
  }

  /** Brings nodes in line with the time; once a round, and when windows change. */
  void apply() {
    Instant now = desk.clock().instant();
    long nanos = desk.nanoTime().getAsLong();
    for (NodeSlots node : desk.nodes().all()) {
      Window window = byNode.isEmpty() ? null : byNode.get(node.offer().name());
      if (window == null || window.isOver(now)) {
        node.closeAt(Long.MAX_VALUE);
      } else if (window.from().isAfter(now)) {
        closeLater(node, nanos + Duration.between(now, window.from()).toNanos());
      } else {
        node.closeAt(Long.MIN_VALUE);
        empty(node, window);
      }
    }
  }

  /** Clocks drift: what differs by little is left as it is, so that nothing is looked at anew. */
  private static void closeLater(NodeSlots node, long at) {
    if (Math.abs((double) node.closesAt() - at) > Duration.ofSeconds(2).toNanos()) {
      node.closeAt(at);
    }
  }

  /** What can go on elsewhere does; the rest ends by itself. */
  private void empty(NodeSlots node, Window window) {
    String why =
        "node "
            + node.offer().name()
            + " is maintained"
            + (window.reason() == null ? "" : ": " + window.reason());
    for (Booking booking : List.copyOf(desk.bookings().seenOn(node))) {
      if (booking.terms().preemptible()) {
        yields.ask(booking, why);
      }
    }
  }
}
