package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.lang.IgnitePredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a grid with durable rows to become active.
 *
 * <p>A new grid is activated by its first node. One that starts again becomes active by itself when
 * all nodes that hold its rows (Ignite's baseline, see {@link Baseline}) are there.
 */
final class Activation {
  private static final Logger log = LoggerFactory.getLogger(Activation.class);
  private static final long PATIENCE_MINUTES = 10;

  private Activation() {}

  static void await(Ignite ignite) {
    CountDownLatch active = new CountDownLatch(1);
    IgnitePredicate<Event> listener =
        event -> {
          active.countDown();
          return true;
        };
    ignite.events().localListen(listener, EventType.EVT_CLUSTER_ACTIVATED);
    try {
      IgniteCluster cluster = ignite.cluster();
      if (cluster.state() == ClusterState.ACTIVE) {
        return;
      }
      if (cluster.currentBaselineTopology() == null && isOldest(cluster)) {
        cluster.state(ClusterState.ACTIVE);
        cluster.baselineAutoAdjustEnabled(false); // see Baseline
        return;
      }
      log.info("waiting for the nodes that hold this grid's rows: {}", missing(cluster));
      if (!active.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new GridException(
            ErrorCode.UNAVAILABLE,
            "nodes that hold this grid's rows: missing "
                + missing(cluster)
                + " (expected: all; activate the grid by hand to go on without them)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridException(ErrorCode.UNAVAILABLE, "interrupted while the grid started", e);
    } finally {
      ignite.events().stopLocalListen(listener, EventType.EVT_CLUSTER_ACTIVATED);
    }
  }

  private static boolean isOldest(IgniteCluster cluster) {
    ClusterNode oldest = cluster.forServers().forOldest().node();
    return oldest != null && oldest.isLocal();
  }

  private static Set<Object> missing(IgniteCluster cluster) {
    Collection<BaselineNode> baseline = cluster.currentBaselineTopology();
    Set<Object> ids = new HashSet<>();
    if (baseline != null) {
      baseline.forEach(node -> ids.add(node.consistentId()));
    }
    ids.removeAll(
        cluster.forServers().nodes().stream()
            .map(ClusterNode::consistentId)
            .collect(Collectors.toSet()));
    return ids;
  }
}
