package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Member;
import java.util.Collection;
import java.util.stream.Stream;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.TopologyValidator;
import org.jspecify.annotations.Nullable;

/**
 * Says whether nodes that see each other may change rows: they do with a majority of the core nodes
 * that the grid has, so that of two parts of a grid that have lost each other at most one does.
 *
 * <p>How many core nodes there are each node tells by an attribute; the largest number counts. It
 * travels and rests as a serialized Java object in the configuration of caches.
 */
final class Quorum implements TopologyValidator {
  private static final long serialVersionUID = 1L;

  private static final String COUNT = Attributes.PREFIX + IgniteSettings.CORE_COUNT;

  @Override
  public boolean validate(Collection<ClusterNode> nodes) {
    return has(nodes);
  }

  /** Whether these nodes may change rows. */
  static boolean has(Collection<ClusterNode> nodes) {
    return lack(nodes) == null;
  }

  /** How many core nodes are missing, in words; null if none is. */
  static @Nullable String lack(Collection<ClusterNode> nodes) {
    int count = count(nodes);
    long there = cores(nodes).count();
    return there > count / 2 || count == 0
        ? null
        : "core nodes: " + there + " of " + count + " are here (expected: a majority)";
  }

  /** How many core nodes the grid has; 0 if nobody says. */
  static int count(Collection<ClusterNode> nodes) {
    return nodes.stream().mapToInt(Quorum::count).max().orElse(0);
  }

  /** How many core nodes a node's settings say that there are. */
  static int count(IgniteSettings settings) {
    return Integer.parseInt(settings.attributes().getOrDefault(IgniteSettings.CORE_COUNT, "0"));
  }

  /** The core nodes among these. */
  static Stream<ClusterNode> cores(Collection<ClusterNode> nodes) {
    return nodes.stream().filter(n -> Attributes.roles(n).contains(Member.Role.CORE));
  }

  private static int count(ClusterNode node) {
    return node.attribute(COUNT) instanceof String text ? Integer.parseInt(text) : 0;
  }

  /** All are alike: nodes compare those of a table with each other's. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quorum;
  }

  @Override
  public int hashCode() {
    return COUNT.hashCode();
  }
}
