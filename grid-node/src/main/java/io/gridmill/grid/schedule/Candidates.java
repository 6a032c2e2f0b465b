package io.gridmill.grid.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that suit a demand and have room for it, the best first.
 *
 * <p>It follows the changes of nodes when it is asked, so a decision costs what has changed since
 * the last one, not what there is.
 */
final class Candidates {
  private final Demand demand;
  private final @Nullable String value;
  private final Nodes nodes;
  private final Fit fit;
  private final PriorityQueue<Candidate> room = new PriorityQueue<>();
  private final List<NodeSlots> suiting = new ArrayList<>();
  private boolean[] suits = {};
  private long read;
  private long epoch = -1;
  private int slots;
  private long found;

  /** A node as it stood when its cost was told. */
  private record Candidate(NodeSlots node, double cost, long version)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byCost = Double.compare(cost, other.cost);
      return byCost != 0 ? byCost : node.offer().name().compareTo(other.node.offer().name());
    }
  }

  /**
   * Makes the list of a demand's nodes.
   *
   * @param value only nodes with this value of the attribute that the demand groups by; null: all
   */
  Candidates(Demand demand, @Nullable String value, Nodes nodes, Fit fit) {
    this.demand = demand;
    this.value = value;
    this.nodes = nodes;
    this.fit = fit;
  }

  /** How often it has found a node with room, until now. */
  long found() {
    refresh();
    return found;
  }

  /** Takes in what has changed. */
  private void refresh() {
    NodeChanges changes = nodes.changes();
    if (epoch != changes.epoch() || !changes.reaches(read) || room.size() > 4 * nodes.size() + 64) {
      rebuild(changes);
      return;
    }
    while (read < changes.end()) {
      long index = read++;
      NodeSlots node = changes.at(index);
      if (node != null && node.lastChange() == index && suits[node.ordinal()]) {
        offer(node);
      }
    }
  }

  private void rebuild(NodeChanges changes) {
    room.clear();
    if (epoch != changes.epoch()) {
      suiting.clear();
      slots = 0;
      suits = new boolean[nodes.ordinals()];
      for (NodeSlots node : nodes.all()) {
        if (isSuited(node)) {
          suits[node.ordinal()] = true;
          suiting.add(node);
          slots += Math.max(1, node.offer().cores() / demand.resources().cores());
        }
      }
      epoch = changes.epoch();
    }
    suiting.forEach(this::offer);
    read = changes.end();
  }

  private boolean isSuited(NodeSlots node) {
    String grouping = demand.grouping();
    return (value == null
            || grouping == null
            || value.equals(node.offer().attributes().getOrDefault(grouping, "")))
        && demand.suits(node.offer())
        && Free.everFits(node.offer(), demand.resources());
  }

  private void offer(NodeSlots node) {
    if (!node.hasFree(demand.resources())) {
      return;
    }
    double cost =
        1000 * demand.unmet(node.offer().attributes()) + fit.cost(node, demand.resources());
    room.add(new Candidate(node, cost, node.version()));
    found++;
  }

  /** The best node with room that is admitted; null if there is none. */
  @Nullable NodeSlots best(Predicate<NodeSlots> admitted) {
    refresh();
    List<Candidate> passed = null;
    NodeSlots best = null;
    while (best == null && !room.isEmpty()) {
      Candidate top = room.element();
      if (top.version() != top.node().version()) {
        room.remove(); // it has changed since, and is there anew if it still has room
      } else if (admitted.test(top.node())) {
        best = top.node();
      } else {
        passed = passed == null ? new ArrayList<>() : passed;
        passed.add(room.remove());
      }
    }
    if (passed != null) {
      room.addAll(passed);
    }
    return best;
  }

  /** The nodes that could run it if they were free. */
  List<NodeSlots> suiting() {
    refresh();
    return suiting;
  }

  /** How many such tasks can run side by side on all nodes. */
  int slots() {
    refresh();
    return Math.max(1, slots);
  }
}
