package io.gridmill.grid.store.ignite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node was not let into the grid with the rows it has kept, see {@link Gatekeeper}. */
final class NotLetIn extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** What Ignite tells a node with rows that finds only nodes without any, which make way then. */
  private static final String NONE_THERE =
      "Node with set up BaselineTopology is not allowed to join cluster without one";

  /** Whether it has to give up the rows, or may come again with them. */
  private final boolean outdated;

  private NotLetIn(boolean outdated, Throwable cause) {
    super(outdated ? Gatekeeper.OUTDATED : Gatekeeper.WAIT, cause);
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
      if (message.contains(Gatekeeper.OUTDATED)
          || message.contains(Gatekeeper.WAIT)
          || message.contains(NONE_THERE)) {
        throw new NotLetIn(message.contains(Gatekeeper.OUTDATED), failure);
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
