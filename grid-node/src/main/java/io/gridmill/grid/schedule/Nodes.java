package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The nodes that tasks can be given to, by member. */
final class Nodes {
  /** A round that took longer than this was held up; nobody is to blame for silence in it. */
  private static final long LONGEST_ROUND_NANOS = 2_000_000_000L;

  private final Map<String, NodeSlots> byMember = new HashMap<>();
  private long reportingNanos;
  private long lastRound;
  private boolean anyHeard;

  Nodes(long nanoTime) {
    this.lastRound = nanoTime;
  }

  Collection<NodeSlots> all() {
    return byMember.values();
  }

  List<String> members() {
    return List.copyOf(byMember.keySet());
  }

  @Nullable NodeSlots get(String memberId) {
    return byMember.get(memberId);
  }

  /** Takes note of a report; returns the node if it is new. */
  Optional<NodeSlots> heard(NodeReport report) {
    anyHeard = true;
    NodeSlots known = byMember.get(report.offer().memberId());
    if (known != null) {
      known.heard(reportingNanos);
      return Optional.empty();
    }
    NodeSlots fresh = new NodeSlots(report.offer(), reportingNanos);
    byMember.put(fresh.memberId(), fresh);
    return Optional.of(fresh);
  }

  @Nullable NodeSlots remove(String memberId) {
    return byMember.remove(memberId);
  }

  /**
   * The nodes that have not been heard of for so long while others were; asked once a round. While
   * none is heard of, it is the grid that stands still, as while its members change.
   */
  List<NodeSlots> silentFor(long nanos, long nanoTime) {
    if (anyHeard) {
      reportingNanos += Math.min(nanoTime - lastRound, LONGEST_ROUND_NANOS);
    }
    anyHeard = false;
    lastRound = nanoTime;
    List<NodeSlots> silent = new ArrayList<>();
    for (NodeSlots node : byMember.values()) {
      if (node.silentFor(nanos, reportingNanos)) {
        silent.add(node);
      }
    }
    return silent;
  }

  /** How many tasks of a shape can run side by side on all of them. */
  int slots(Shape shape) {
    int slots = 0;
    for (NodeSlots node : byMember.values()) {
      if (node.suits(shape)) {
        slots += Math.max(1, node.offer().cores() / shape.resources().cores());
      }
    }
    return Math.max(1, slots);
  }
}
