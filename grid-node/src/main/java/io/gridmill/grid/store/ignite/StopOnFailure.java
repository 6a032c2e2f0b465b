package io.gridmill.grid.store.ignite;

import java.util.concurrent.CompletableFuture;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.failure.AbstractFailureHandler;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a node that cannot go on, and tells its owner; the process is the owner's to end. */
final class StopOnFailure extends AbstractFailureHandler {
  private static final Logger log = LoggerFactory.getLogger(StopOnFailure.class);

  private final LocalNode local;
  private final CompletableFuture<Departure> failed;

  StopOnFailure(LocalNode local, CompletableFuture<Departure> failed) {
    this.local = local;
    this.failed = failed;
  }

  @Override
  protected boolean handle(Ignite ignite, FailureContext context) {
    if (Faults.isFull(context.error())) {
      // Ignite looks for room before it changes anything: only the row is lost, and refused.
      log.warn("node {} has no memory left for a row; it was refused", ignite.name());
      return false;
    }
    log.error(
        "node {} cannot go on ({}); it leaves the grid",
        ignite.name(),
        context.type(),
        context.error());
    // Stopping from one of Ignite's own threads would wait for that thread.
    Thread.ofPlatform()
        .name("stop-" + ignite.name())
        .start(
            () -> {
              local.singletons().close();
              local.reading().end();
              Ignition.stop(ignite.name(), true);
              failed.complete(
                  new Departure(
                      context.type() + ": " + context.error(),
                      context.type() == FailureType.SEGMENTATION));
            });
    return true;
  }
}
