package io.gridmill.grid.store.ignite;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which core nodes held all rows, at one time of a grid's life. Of two such lists the one of the
 * later epoch is right: a node that is not on it has missed changes, or has some that were never
 * acknowledged.
 *
 * @param epoch counts the lists of a grid; 0 if none was made yet
 * @param nodes their lasting identities
 */
record InSync(long epoch, NavigableSet<String> nodes) {
  static final InSync UNKNOWN = new InSync(0, new TreeSet<>());

  InSync next(NavigableSet<String> nodes) {
    return new InSync(epoch + 1, nodes);
  }

  InSync later(InSync other) {
    return other.epoch > epoch ? other : this;
  }

  /** Whether the rows that this node has kept may be used. */
  boolean has(String node) {
    return epoch == 0 || nodes.contains(node);
  }

  static InSync parse(String text) {
    int colon = text.indexOf(':');
    NavigableSet<String> nodes = new TreeSet<>();
    Arrays.stream(text.substring(colon + 1).split(","))
        .filter(node -> !node.isEmpty())
        .forEach(nodes::add);
    return new InSync(Long.parseLong(text.substring(0, colon)), nodes);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return epoch + ":" + String.join(",", nodes);
  }
}
