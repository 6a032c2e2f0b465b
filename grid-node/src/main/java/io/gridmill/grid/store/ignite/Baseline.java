package io.gridmill.grid.store.ignite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCluster;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.BaselineNode;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteEx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes count as those that hold a grid's durable rows.
 *
 * <p>A node that comes counts at once, so that rows have their copies. One that leaves goes on
 * counting: its rows are as they were when it comes back. Were it counted out while another holder
 * of the same rows is away too, the rows would count as gone with both, and what either brings back
 * would not be let in. So it is counted out only after {@value #GONE_MINUTES} minutes, and only
 * while every row has a holder that is there.
 */
final class Baseline {
  private static final Logger log = LoggerFactory.getLogger(Baseline.class);
  private static final long GONE_MINUTES = 10;

  private final Ignite ignite;

  /** When nodes left that are not there, by what makes them the same when they come back. */
  private final Map<Object, Long> left = new ConcurrentHashMap<>();

  Baseline(Ignite ignite) {
    this.ignite = ignite;
  }

  /** Called on every server when members have come or left; the oldest does what is to be done. */
  void look() {
    IgniteCluster cluster = ignite.cluster();
    Collection<BaselineNode> counted = cluster.currentBaselineTopology();
    if (!isDurable() || counted == null) {
      return;
    }
    Collection<ClusterNode> there = cluster.forServers().nodes();
    Set<Object> present = there.stream().map(ClusterNode::consistentId).collect(Collectors.toSet());
    left.keySet().removeAll(present);
    for (BaselineNode node : counted) {
      if (!present.contains(node.consistentId())
          && left.putIfAbsent(node.consistentId(), System.nanoTime()) == null) {
        CompletableFuture.delayedExecutor(GONE_MINUTES, TimeUnit.MINUTES).execute(this::lookLater);
      }
    }
    if (isOldest(cluster)) {
      adjust(cluster, counted, there);
    }
  }

  private void lookLater() {
    try {
      look();
    } catch (IgniteException | IllegalStateException e) {
      log.debug("node {} has stopped meanwhile", ignite.name(), e);
    }
  }

  private void adjust(
      IgniteCluster cluster, Collection<BaselineNode> counted, Collection<ClusterNode> there) {
    if (cluster.isBaselineAutoAdjustEnabled()) {
      cluster.baselineAutoAdjustEnabled(false);
    }
    Set<Object> known =
        counted.stream().map(BaselineNode::consistentId).collect(Collectors.toSet());
    List<BaselineNode> next = new ArrayList<>();
    List<Object> gone = new ArrayList<>();
    for (BaselineNode node : counted) {
      if (isGone(node.consistentId())) {
        gone.add(node.consistentId());
      } else {
        next.add(node);
      }
    }
    if (!gone.isEmpty() && hasLostRows()) {
      log.warn("nodes {} are away, and rows that only they hold; they are waited for", gone);
      return;
    }
    there.stream().filter(node -> !known.contains(node.consistentId())).forEach(next::add);
    if (!gone.isEmpty() || next.size() > counted.size()) {
      cluster.setBaselineTopology(next);
      left.keySet().removeAll(gone);
      log.info("{} nodes hold rows from now on; gone for good: {}", next.size(), gone);
    }
  }

  private boolean isGone(Object id) {
    Long since = left.get(id);
    return since != null && System.nanoTime() - since >= TimeUnit.MINUTES.toNanos(GONE_MINUTES);
  }

  private boolean hasLostRows() {
    return ignite.cacheNames().stream()
        .anyMatch(table -> !ignite.cache(table).lostPartitions().isEmpty());
  }

  private boolean isDurable() {
    var storage = Objects.requireNonNull(ignite.configuration().getDataStorageConfiguration());
    return storage.getDefaultDataRegionConfiguration().isPersistenceEnabled();
  }

  /** Whether a change of those that count, or the grid's activation, is under way. */
  static boolean isChanging(Ignite ignite) {
    return ((IgniteEx) ignite).context().state().clusterState().transition();
  }

  /** Whether this is the oldest server, which does what one has to do for all. */
  static boolean isOldest(IgniteCluster cluster) {
    ClusterNode oldest = cluster.forServers().forOldest().node();
    return oldest != null && oldest.isLocal();
  }
}
