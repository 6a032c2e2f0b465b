package io.gridmill.grid.store.ignite;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rows back whose nodes had all left. Ignite refuses to read and write what was lost until
 * someone says that its nodes are back.
 */
final class LostRows {
  private static final Logger log = LoggerFactory.getLogger(LostRows.class);

  private LostRows() {}

  /**
   * Called on every node when members have come. The oldest server does it, or the oldest core node
   * where those are counted.
   */
  static void reset(Ignite ignite, Lineage lineage) {
    IgniteCluster cluster = ignite.cluster();
    boolean due =
        Quorum.count(cluster.nodes()) > 1
            ? lineage.isKeeper() && Quorum.has(cluster.nodes()) && lineage.hasRightfulRows()
            : Baseline.isOldest(cluster) && allAreBack(cluster);
    if (!due) {
      return;
    }
    List<String> tables =
        ignite.cacheNames().stream()
            .filter(table -> !ignite.cache(table).lostPartitions().isEmpty())
            .toList();
    if (!tables.isEmpty()) {
      log.info("nodes with all rows are back; rows of {} can be used again", tables);
      ignite.resetLostPartitions(tables);
    }
  }

  private static boolean allAreBack(IgniteCluster cluster) {
    Collection<BaselineNode> baseline = cluster.currentBaselineTopology();
    Set<Object> there =
        cluster.forServers().nodes().stream()
            .map(ClusterNode::consistentId)
            .collect(Collectors.toSet());
    return baseline != null
        && baseline.stream().allMatch(node -> there.contains(node.consistentId()));
  }
}
