package io.gridmill.grid.schedule;

import java.util.HashMap;
import java.util.Map;

/** How many tasks of a shape are on the nodes of each value of the attribute that it groups by. */
final class Tally {
  private final Map<Shape, Map<String, Integer>> counts = new HashMap<>();

  void add(Shape shape, NodeSlots node, int more) {
    String grouping = shape.demand().grouping();
    if (grouping == null) {
      return;
    }
    Map<String, Integer> ofShape = counts.computeIfAbsent(shape, s -> new HashMap<>());
    ofShape.merge(valueOf(node, grouping), more, (a, b) -> a + b == 0 ? null : a + b);
    if (ofShape.isEmpty()) {
      counts.remove(shape);
    }
  }

  int count(Shape shape, String value) {
    return counts.getOrDefault(shape, Map.of()).getOrDefault(value, 0);
  }

  /** The value that a node has of an attribute; nodes without one have the empty value. */
  static String valueOf(NodeSlots node, String attribute) {
    return node.offer().attributes().getOrDefault(attribute, "");
  }
}
