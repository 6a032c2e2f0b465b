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
  private final Map<String, NodeSlots> byMember = new HashMap<>();

  Collection<NodeSlots> all() {
    return byMember.values();
  }

  @Nullable NodeSlots get(String memberId) {
    return byMember.get(memberId);
  }

  /** Takes note of a report; returns the node if it is new. */
  Optional<NodeSlots> heard(NodeReport report, long nanoTime) {
    NodeSlots known = byMember.get(report.offer().memberId());
    if (known != null) {
      known.heard(nanoTime);
      return Optional.empty();
    }
    NodeSlots fresh = new NodeSlots(report.offer(), nanoTime);
    byMember.put(fresh.memberId(), fresh);
    return Optional.of(fresh);
  }

  @Nullable NodeSlots remove(String memberId) {
    return byMember.remove(memberId);
  }

  /** The nodes that have not been heard of for so long. */
  List<NodeSlots> silentFor(long nanos, long nanoTime) {
    List<NodeSlots> silent = new ArrayList<>();
    for (NodeSlots node : byMember.values()) {
      if (node.silentFor(nanos, nanoTime)) {
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
