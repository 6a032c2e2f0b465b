package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a grid with durable rows to become active; others are at once.
 *
 * <p>A new grid is activated by its first node. One that starts again becomes active by itself when
 * all nodes that hold its rows (Ignite's baseline, see {@link Baseline}) are there. Where core
 * nodes are counted a majority of them, all with rows that are not outdated, is enough when the
 * others have been waited for.
 */
final class Activation {
  private static final Logger log = LoggerFactory.getLogger(Activation.class);
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long PATIENCE_WITH_MAJORITY_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final IgniteCluster cluster;
  private final KeptRows kept;
  private final long began = System.nanoTime();

  private Activation(Ignite ignite, KeptRows kept) {
    this.cluster = ignite.cluster();
    this.kept = kept;
  }

  /**
   * Waits.
   *
   * @return false if the node's rows have turned out to be outdated
   */
  static boolean await(Ignite ignite, KeptRows kept) {
    return new Activation(ignite, kept).await();
  }

  private boolean await() {
    boolean told = false;
    while (cluster.state() == ClusterState.INACTIVE) {
      if (kept.areOutdated()) {
        return false;
      }
      if (cluster.currentBaselineTopology() == null && Baseline.isOldest(cluster)) {
        cluster.state(ClusterState.ACTIVE);
        cluster.baselineAutoAdjustEnabled(false); // see Baseline
        return true;
      }
      if (!told) {
        log.info("waiting for the nodes that hold this grid's rows: {}", missing());
        told = true;
      }
      long waited = System.nanoTime() - began;
      if (waited > PATIENCE_WITH_MAJORITY_NANOS && Baseline.isOldest(cluster) && isEnough()) {
        log.warn("a majority of the core nodes goes on without {}", missing());
        cluster.state(ClusterState.ACTIVE);
        return true;
      }
      check(waited);
    }
    return true;
  }

  private void check(long waited) {
    if (waited > PATIENCE_NANOS) {
      throw new GridException(
          ErrorCode.UNAVAILABLE,
          "nodes that hold this grid's rows: missing "
              + missing()
              + " (expected: all; activate the grid by hand to go on without them)");
    }
    LockSupport.parkNanos(LOOK_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      throw new GridException(ErrorCode.UNAVAILABLE, "interrupted while the grid started");
    }
  }

  private boolean isEnough() {
    InSync list = kept.list();
    return list.epoch() > 0 && Lineage.isEnough(list, cluster.nodes());
  }

  private Set<Object> missing() {
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
