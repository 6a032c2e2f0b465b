package io.gridmill.grid.schedule;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.Standings;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the effects that tasks owe, as the grid's singleton, and strikes them off.
 *
 * <p>Receivers are idempotent, so an effect that is carried out and not struck off, as when this
 * node dies between the two, does no harm the second time. What fails is tried again every second.
 */
public final class OwedEffects implements Cluster.Singleton {
  /** The singleton's name in the grid. */
  public static final String NAME = "effects";

  private final EffectsTerm.Parts parts;
  private @Nullable TermThread thread;

  public OwedEffects(
      TaskBoard board,
      Deliveries deliveries,
      Standings standings,
      Ledger ledger,
      Cluster cluster,
      InstantSource clock) {
    this.parts =
        new EffectsTerm.Parts(
            board, deliveries, standings, ledger, cluster, clock, System::nanoTime);
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      thread = new TermThread(NAME, wake -> new EffectsTerm(parts, wake));
    }
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.stop();
      thread = null;
    }
  }
}
