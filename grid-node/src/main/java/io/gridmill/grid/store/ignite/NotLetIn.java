package io.gridmill.grid.store.ignite;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node was not let into the grid with the rows it has kept, see {@link Gatekeeper}. */
final class NotLetIn extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** What Ignite tells a node with rows that finds only nodes without any, which make way then. */
  private static final String NONE_THERE =
      "Node with set up BaselineTopology is not allowed to join cluster without one";

  /** After what a node may come again with its rows. */
  private static final List<String> LATER =
      List.of(Gatekeeper.WAIT, Gatekeeper.CHANGING, NONE_THERE);

  /** Whether it has to give up the rows, or may come again with them. */
  private final boolean outdated;

  private NotLetIn(String why, boolean outdated, Throwable cause) {
    super(why, cause);
    this.outdated = outdated;
  }

  /**
   * Looks whether that is why a node could not start.
   *
   * @throws NotLetIn if so
   */
  static void throwIf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      boolean outdated = message.contains(Gatekeeper.OUTDATED);
      if (outdated || LATER.stream().anyMatch(message::contains)) {
        throw new NotLetIn(message, outdated, failure);
      }
    }
  }

  /** Does what must be done before the node tries again. */
  void prepare(KeptRows kept) {
    if (outdated) {
      kept.discard();
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
