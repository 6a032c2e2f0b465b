package io.gridmill.grid.store.ignite;

import static org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionState.OWNING;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.ignite.Ignite;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.internal.processors.cache.distributed.dht.topology.GridDhtPartitionTopology;
import org.apache.ignite.lang.IgnitePredicate;

/**
 * Keeps a node without rows from its tables when it has lost the grid, until it is wholly back.
 *
 * <p>A table that is used sooner, in a grid that has meanwhile begun anew, would be waited for for
 * ever: Ignite drops what it was asked before it knows the grid's members. And it goes on taking
 * rows for lost that were lost to the part of the grid with which the node was cut off.
 */
final class Comeback {
  private final Ignite ignite;
  private volatile boolean away;

  /** Whether it may still take rows for lost that are there. */
  private volatile boolean stale;

  Comeback(Ignite ignite) {
    this.ignite = ignite;
    if (ignite.configuration().isClientMode()) {
      IgnitePredicate<Event> lost =
          event -> {
            away = true;
            return true;
          };
      ignite.events().localListen(lost, EventType.EVT_CLIENT_NODE_DISCONNECTED);
    }
  }

  /**
   * Opens tables for the first time, and gives up when the grid is lost meanwhile.
   *
   * @throws GridException {@code UNAVAILABLE} if so; the node is to be started again
   */
  static void open(Ignite ignite, Runnable opening) {
    CompletableFuture<Boolean> opened = new CompletableFuture<>();
    IgnitePredicate<Event> lost =
        event -> {
          opened.completeExceptionally(
              new GridException(
                  ErrorCode.UNAVAILABLE,
                  "the grid was lost while node " + ignite.name() + " joined it; start it again"));
          return false;
        };
    ignite.events().localListen(lost, EventType.EVT_CLIENT_NODE_DISCONNECTED);
    Thread.ofPlatform()
        .daemon()
        .name("opening-" + ignite.name())
        .start(
            () -> {
              try {
                opening.run();
                opened.complete(true);
              } catch (RuntimeException e) {
                opened.completeExceptionally(e);
              }
            });
    try {
      opened.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof GridException known ? known : e;
    }
    ignite.events().stopLocalListen(lost, EventType.EVT_CLIENT_NODE_DISCONNECTED);
  }

  /**
   * Called before a table is used.
   *
   * @throws GridException {@code UNAVAILABLE} while the node is not back
   */
  void check() {
    if (away) {
      if (!isBack()) {
        throw new GridException(
            ErrorCode.UNAVAILABLE,
            "node " + ignite.name() + " has lost the grid, and joins it again");
      }
      stale = true;
      away = false;
    }
    if (stale) {
      Copies.tables(ignite).forEach(table -> forgetLost(table.topology()));
      stale =
          Copies.tables(ignite).stream().anyMatch(t -> !t.topology().lostPartitions().isEmpty());
    }
  }

  /** Who owns what may be heard of some time after the node is back. */
  private void forgetLost(GridDhtPartitionTopology partitions) {
    Set<Integer> lost = partitions.lostPartitions();
    if (!lost.isEmpty() && lost.stream().allMatch(part -> hasOwner(partitions, part))) {
      partitions.resetLostPartitions(partitions.readyTopologyVersion());
    }
  }

  private boolean hasOwner(GridDhtPartitionTopology partitions, int part) {
    return ignite.cluster().forServers().nodes().stream()
        .anyMatch(node -> partitions.partitionState(node.id(), part) == OWNING);
  }

  private boolean isBack() {
    var context = ((IgniteEx) ignite).context();
    AffinityTopologyVersion ready = context.cache().context().exchange().readyAffinityVersion();
    return !context.clientDisconnected()
        && ready.topologyVersion() >= context.discovery().localNode().order()
        && context.discovery().discoCache(ready) != null;
  }
}
