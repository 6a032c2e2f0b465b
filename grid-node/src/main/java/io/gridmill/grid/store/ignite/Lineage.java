package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Cluster.Topic;
import io.gridmill.job.wire.Wire;
import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.lang.IgniteFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the list of core nodes in sync, and judges by it which kept rows a node may bring back.
 *
 * <p>Ignite takes, of several copies of a partition, the one that counts most changes. That is not
 * the right one if its node died with changes that were never acknowledged while others went on, or
 * if it comes back alone at the moment when the last node dies that had gone on. So a node whose
 * rows the grid can do without copies them anew, and one that is not on the last list must.
 */
final class Lineage {
  private static final Logger log = LoggerFactory.getLogger(Lineage.class);
  private static final long RECHECK_MILLIS = 200;

  /** What a node says of the rows it has kept, see {@link KeptRows#claim}. */
  static final String CLAIM = "gridmill-rows";

  /** Tells a node of a list; it answers the list it then has. */
  private static final Topic<String, String> LIST =
      new Topic<>("gridmill.in-sync", String.class, String.class);

  private final Ignite ignite;
  private final KeptRows kept;
  private final Copies copies;

  /** The runs of the nodes on the list as it was told last; guarded by this. */
  private Set<UUID> told = Set.of();

  Lineage(Ignite ignite, LocalNode local, Copies copies) {
    this.ignite = ignite;
    this.kept = local.kept();
    this.copies = copies;
  }

  /** Has a node take the lists it is told, from its start on. */
  static void serve(LocalNode local) {
    KeptRows kept = local.kept();
    local
        .topics()
        .serve(
            LIST,
            list -> {
              kept.learn(InSync.parse(list));
              return kept.list().toString();
            });
  }

  static String identity(ClusterNode node) {
    return node.consistentId().toString();
  }

  /** Called on every server when members have come or left; the oldest core node keeps the list. */
  synchronized void look() {
    Collection<ClusterNode> nodes = ignite.cluster().nodes();
    if (!isKeeper() || kept.claim() == null) {
      return;
    }
    Set<UUID> whole = copies.whole();
    if (copies.lack() == null && !whole.equals(told)) {
      tell(nodes, whole);
    }
    if (whole.size() < Quorum.cores(nodes).count()) {
      CompletableFuture.delayedExecutor(RECHECK_MILLIS, TimeUnit.MILLISECONDS)
          .execute(this::lookAgain);
    }
  }

  /** Whether this is the oldest core node, which keeps the list. */
  boolean isKeeper() {
    return Quorum.cores(ignite.cluster().nodes())
        .min(Comparator.comparingLong(ClusterNode::order))
        .filter(ClusterNode::isLocal)
        .isPresent();
  }

  private void lookAgain() {
    try {
      look();
    } catch (IgniteException | IllegalStateException e) {
      log.debug("node {} has stopped meanwhile", ignite.name(), e);
    }
  }

  private void tell(Collection<ClusterNode> nodes, Set<UUID> whole) {
    NavigableSet<String> identities =
        nodes.stream()
            .filter(node -> whole.contains(node.id()))
            .map(Lineage::identity)
            .collect(Collectors.toCollection(TreeSet::new));
    InSync list = kept.list().next(identities);
    kept.learn(list);
    nodes.stream()
        .filter(node -> !node.isLocal() && !node.isClient())
        .forEach(node -> tell(ignite, node, list));
    told = Set.copyOf(whole);
    log.info("core nodes in sync: {} (list {})", identities.size(), list.epoch());
  }

  /** Tells another node of a list. */
  static void tell(Ignite ignite, ClusterNode node, InSync list) {
    try {
      ignite
          .compute(ignite.cluster().forNode(node))
          .withNoFailover()
          .callAsync(new Question(LIST.name(), Wire.bytes(list.toString())))
          .listen(told -> confirm(node, list, told));
    } catch (IgniteException | IllegalStateException e) {
      log.debug("node {} could not be told of list {}", node.id(), list, e);
    }
  }

  private static void confirm(ClusterNode node, InSync list, IgniteFuture<RowAnswer> told) {
    try {
      log.debug("node {} was told of list {}: {}", node.id(), list, told.get());
    } catch (IgniteException e) {
      log.debug("node {} was not told of list {}", node.id(), list, e);
    }
  }

  /** Whether what is there is enough to go on with, see {@link #isEnough}. */
  boolean hasRightfulRows() {
    return isEnough(kept.list(), ignite.cluster().nodes());
  }

  /**
   * Whether nodes know all that was acknowledged. That is known by a majority of the core nodes,
   * all on the last list; so it takes one of each majority of those on it, with the rows they
   * brought.
   */
  static boolean isEnough(InSync list, Collection<ClusterNode> nodes) {
    int majority = Quorum.count(nodes) / 2 + 1;
    long rightful =
        Quorum.cores(nodes)
            .filter(node -> !broughtNothing(node) && list.nodes().contains(identity(node)))
            .count();
    return Quorum.has(nodes) && rightful > list.nodes().size() - majority;
  }

  private static boolean broughtNothing(ClusterNode node) {
    return KeptRows.NONE.equals(node.attribute(CLAIM));
  }

  /** What a node claims of the rows it has kept; null if it has none, or need not say. */
  static @Nullable InSync claim(ClusterNode node) {
    return node.attribute(CLAIM) instanceof String text && !text.equals(KeptRows.NONE)
        ? InSync.parse(text)
        : null;
  }

  static boolean isActive(Ignite ignite) {
    return ignite.cluster().state() != ClusterState.INACTIVE;
  }
}
