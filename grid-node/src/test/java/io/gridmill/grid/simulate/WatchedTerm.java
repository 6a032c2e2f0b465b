package io.gridmill.grid.simulate;

import io.gridmill.grid.schedule.KeptRoom;
import io.gridmill.grid.schedule.SchedulerTerm;
import io.gridmill.grid.schedule.Term;
import java.time.Duration;

/** A scheduler's term of office, of which each step is looked at. */
final class WatchedTerm implements Term {
  private static final Duration CALM = Duration.ofSeconds(20);

  private final SchedulerTerm term;
  private final Simulation simulation;
  private final KeptRoom kept;

  WatchedTerm(SchedulerTerm term, Simulation simulation) {
    this.term = term;
    this.simulation = simulation;
    this.kept = KeptRoom.of(term);
  }

  @Override
  public void begin() {
    term.begin();
  }

  @Override
  public long step() {
    long next = term.step();
    kept.check(
        simulation.isHealedFor(CALM), what -> simulation.invariants().violated("room", what));
    return next;
  }

  @Override
  public void end() {
    term.end();
  }
}
