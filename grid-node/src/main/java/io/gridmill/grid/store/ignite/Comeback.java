package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import org.apache.ignite.Ignite;
import org.apache.ignite.events.Event;
import org.apache.ignite.events.EventType;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.affinity.AffinityTopologyVersion;
import org.apache.ignite.lang.IgnitePredicate;

/**
 * Keeps a node without rows from its tables when it has lost the grid, until it is wholly back. A
 * table that is used sooner, in a grid that has meanwhile begun anew, would be waited for for ever:
 * Ignite drops what it was asked before it knows the grid's members.
 */
final class Comeback {
  private final Ignite ignite;
  private volatile boolean away;

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
      away = false;
    }
  }

  private boolean isBack() {
    var context = ((IgniteEx) ignite).context();
    AffinityTopologyVersion ready = context.cache().context().exchange().readyAffinityVersion();
    return !context.clientDisconnected()
        && ready.topologyVersion() >= context.discovery().localNode().order()
        && context.discovery().discoCache(ready) != null;
  }
}
