package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.ignite.Ignite;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState;
import org.jspecify.annotations.Nullable;

/**
 * Which core nodes hold a whole copy of all rows, as one node of a grid that counts its core nodes
 * sees it. A change is answered for only while a majority does: then any later majority has a
 * member that knows it.
 */
final class Copies {
  private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long RECHECK_WHOLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Ignite ignite;
  private volatile @Nullable Seen seen;

  /**
   * What was seen at a time.
   *
   * @param whole the nodes with a whole copy, by the ids of their present runs
   * @param lack how many more would be a majority, in words; null if there is one
   */
  private record Seen(
      long topology, long at, boolean all, Set<UUID> whole, @Nullable String lack) {}

  Copies(Ignite ignite) {
    this.ignite = ignite;
  }

  /** The core nodes with a whole copy, by the ids of their present runs. */
  Set<UUID> whole() {
    return look().whole();
  }

  /** How many more whole copies would be a majority, in words; null if there is one. */
  @Nullable String lack() {
    return look().lack();
  }

  private Seen look() {
    long topology = ignite.cluster().topologyVersion();
    Seen last = seen;
    if (last == null
        || last.topology() != topology
        || System.nanoTime() - last.at() > (last.all() ? RECHECK_WHOLE_NANOS : RECHECK_NANOS)) {
      last = look(topology);
      seen = last;
    }
    return last;
  }

  private Seen look(long topology) {
    long at = System.nanoTime();
    Collection<ClusterNode> nodes = ignite.cluster().nodes();
    int count = Quorum.count(nodes);
    if (count < 2) {
      return new Seen(topology, at, true, Set.of(), null);
    }
    List<CacheGroupContext> tables = tables(ignite);
    List<ClusterNode> cores = Quorum.cores(nodes).toList();
    Set<UUID> whole =
        cores.stream()
            .map(ClusterNode::id)
            .filter(node -> tables.stream().allMatch(table -> isWhole(table, node)))
            .collect(Collectors.toSet());
    String lack = Quorum.lack(nodes);
    if (lack == null && whole.size() <= count / 2) {
      lack =
          "core nodes with all rows: " + whole.size() + " of " + count + " (expected: a majority)";
    }
    return new Seen(topology, at, whole.size() == cores.size(), whole, lack);
  }

  /** What Ignite knows of the partitions of the tables that are open here. */
  static List<CacheGroupContext> tables(Ignite ignite) {
    Collection<String> names = ignite.cacheNames();
    return ((IgniteEx) ignite)
        .context().cache().cacheGroups().stream()
            .filter(group -> names.contains(group.cacheOrGroupName()))
            .toList();
  }

  private static boolean isWhole(CacheGroupContext table, UUID node) {
    return IntStream.range(0, table.affinity().partitions())
        .allMatch(p -> table.topology().partitionState(node, p) == GridDhtPartitionState.OWNING);
  }

  /**
   * Refuses to answer for a change.
   *
   * @throws GridException if no majority of the core nodes is known to have it
   */
  void check() {
    String lack = lack();
    if (lack != null) {
      throw new GridException(ErrorCode.NO_QUORUM, lack);
    }
  }
}
