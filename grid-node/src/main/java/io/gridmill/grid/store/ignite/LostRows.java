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
 * someone says that its nodes are back; that is so when all nodes that hold durable rows are there.
 */
final class LostRows {
  private static final Logger log = LoggerFactory.getLogger(LostRows.class);

  private LostRows() {}

  /** Called on every node when members have come; the oldest server does it. */
  static void reset(Ignite ignite) {
    IgniteCluster cluster = ignite.cluster();
    ClusterNode oldest = cluster.forServers().forOldest().node();
    if (oldest == null || !oldest.isLocal() || !allAreBack(cluster)) {
      return;
    }
    List<String> tables =
        ignite.cacheNames().stream()
            .filter(table -> !ignite.cache(table).lostPartitions().isEmpty())
            .toList();
    if (!tables.isEmpty()) {
      log.info("all nodes with rows are back; rows of {} can be used again", tables);
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
