package io.gridmill.grid.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The nodes for a demand that spreads or packs its tasks, by the values of the attribute. */
final class Groups {
  private final Demand demand;
  private final String grouping;
  private final Nodes nodes;
  private final Fit fit;
  private final Map<String, Candidates> byValue = new TreeMap<>();
  private long epoch = -1;

  Groups(Demand demand, String grouping, Nodes nodes, Fit fit) {
    this.demand = demand;
    this.grouping = grouping;
    this.nodes = nodes;
    this.fit = fit;
  }

  /** The best node of the best value: of fewest tasks of the shape to spread, of most to pack. */
  @Nullable NodeSlots best(Shape shape, Predicate<NodeSlots> admitted) {
    if (epoch != nodes.changes().epoch()) {
      byValue.clear();
      for (NodeSlots node : nodes.candidates(demand).suiting()) {
        byValue.computeIfAbsent(
            Tally.valueOf(node, grouping), v -> new Candidates(demand, v, nodes, fit));
      }
      epoch = nodes.changes().epoch();
    }
    Comparator<String> fewest = Comparator.comparingInt(v -> nodes.tally().count(shape, v));
    List<String> values = new ArrayList<>(byValue.keySet());
    values.sort(demand.isSpread() ? fewest : fewest.reversed());
    for (String value : values) {
      Candidates candidates = byValue.get(value);
      NodeSlots best = candidates == null ? null : candidates.best(admitted);
      if (best != null) {
        return best;
      }
    }
    return null;
  }
}
