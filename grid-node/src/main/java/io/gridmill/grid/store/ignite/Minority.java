package io.gridmill.grid.store.ignite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a node leave that sees no majority of the core nodes for some seconds, so that it can join
 * those that do: two grids that lost each other do not find together by themselves.
 */
final class Minority {
  private static final Logger log = LoggerFactory.getLogger(Minority.class);
  private static final long PATIENCE_SECONDS = 5;

  private final Ignite ignite;
  private final LocalNode local;
  private final CompletableFuture<Departure> failed;
  private final AtomicBoolean pending = new AtomicBoolean();

  Minority(Ignite ignite, LocalNode local, CompletableFuture<Departure> failed) {
    this.ignite = ignite;
    this.local = local;
    this.failed = failed;
  }

  /** Called when members have come or left. */
  void look() {
    String lack = Quorum.lack(ignite.cluster().nodes());
    if (lack != null && pending.compareAndSet(false, true)) {
      log.warn(
          "node {} keeps nothing from now on, and leaves in {} s if that stays so: {}",
          ignite.name(),
          PATIENCE_SECONDS,
          lack);
      CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(this::decide);
    }
  }

  private void decide() {
    try {
      pending.set(false);
      String lack = Quorum.lack(ignite.cluster().nodes());
      // By now another run of the node may have its name.
      if (lack != null && ignite.equals(Ignition.ignite(ignite.name()))) {
        log.warn("node {} leaves, to look for the other nodes anew: {}", ignite.name(), lack);
        local.singletons().close();
        local.reading().end();
        Ignition.stop(ignite.name(), true);
        failed.complete(new Departure(lack, true));
      }
    } catch (IgniteException | IllegalStateException e) {
      log.debug("node {} has stopped meanwhile", ignite.name(), e);
    }
  }
}
