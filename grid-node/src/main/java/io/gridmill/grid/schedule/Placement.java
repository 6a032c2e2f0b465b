package io.gridmill.grid.schedule;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which node a task goes to: a pure choice among nodes as they stand. */
final class Placement {
  /** Least loaded first, then tightest memory, then by name so that the choice is repeatable. */
  private static final Comparator<NodeSlots> ORDER =
      Comparator.comparingDouble(NodeSlots::load)
          .thenComparingLong(NodeSlots::freeMemory)
          .thenComparing(n -> n.offer().name());

  private static final Comparator<NodeSlots> BY_NAME = Comparator.comparing(n -> n.offer().name());

  private Placement() {}

  /**
   * A node with a slot free for the shape; one that such tasks come back from undone is the last
   * choice, or it would be the least loaded for ever.
   */
  static Optional<NodeSlots> withSlot(Shape shape, Collection<NodeSlots> nodes) {
    return nodes.stream()
        .filter(n -> n.hasFree(shape.resources()) && n.suits(shape))
        .min(Comparator.<NodeSlots>comparingInt(n -> n.troubles(shape)).thenComparing(ORDER));
  }

  /** A node that runs tasks of the shape so quickly that one more may wait there. */
  static Optional<NodeSlots> withBacklog(Shape shape, Collection<NodeSlots> nodes) {
    return nodes.stream()
        .filter(n -> n.backlogFree(shape) > 0)
        .max(Comparator.<NodeSlots>comparingInt(n -> n.backlogFree(shape)).thenComparing(BY_NAME));
  }

  /** Whether some node could run it if it were free. */
  static boolean possible(Shape shape, Collection<NodeSlots> nodes) {
    return nodes.stream().anyMatch(n -> n.suits(shape));
  }
}
