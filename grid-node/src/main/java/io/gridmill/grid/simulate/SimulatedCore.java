package io.gridmill.grid.simulate;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.schedule.EffectsTerm;
import io.gridmill.grid.schedule.OwedEffects;
import io.gridmill.grid.schedule.SchedulerService;
import io.gridmill.grid.schedule.SchedulerTerm;
import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.grid.schedule.Term;
import io.gridmill.grid.schedule.UsageLedger;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.grid.trust.Standings;
import io.gridmill.grid.trust.Trust;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A core node: a member that offers to run the scheduler and to carry out owed effects. */
public final class SimulatedCore {
  private final SimulatedCluster cluster;
  private final TaskBoard board;
  private final SimulatedOffice scheduler;
  private final SimulatedOffice effects;

  /** Starts a core node in a process, which gets at the tables in its own way. */
  public SimulatedCore(
      SchedulingPolicy policy,
      SimulatedRing ring,
      SimulatedProcess process,
      SimulatedTables tables) {
    this(policy, CheckRate.NONE, ring, process, tables, term -> term);
  }

  /**
   * As {@link #SimulatedCore(SchedulingPolicy, SimulatedRing, SimulatedProcess, SimulatedTables)}.
   *
   * @param checks how many tasks it has checked that do not ask for it
   * @param watch sees each of its scheduler's terms, and may look at what comes of its steps
   */
  public SimulatedCore(
      SchedulingPolicy policy,
      CheckRate checks,
      SimulatedRing ring,
      SimulatedProcess process,
      SimulatedTables tables,
      Function<SchedulerTerm, Term> watch) {
    cluster = ring.join(process, Set.of(Member.Role.CORE), Map.of());
    board = new TaskBoard(tables, process.clock(), Requests.Gatherer.DIRECTLY);
    Standings standings = new Standings(tables, process.clock());
    var ofScheduler =
        new SchedulerTerm.Parts(
            policy,
            board,
            new Resources(tables),
            new Maintenance(tables),
            new UsageLedger(tables),
            new Trust(standings, checks),
            cluster,
            process.clock(),
            process.world()::nanoTime);
    var ofEffects =
        new EffectsTerm.Parts(
            board,
            new Deliveries(tables, process.clock()),
            standings,
            new Ledger(tables),
            cluster,
            process.clock(),
            process.world()::nanoTime);
    scheduler =
        new SimulatedOffice(process, wake -> watch.apply(new SchedulerTerm(ofScheduler, wake)));
    effects = new SimulatedOffice(process, wake -> new EffectsTerm(ofEffects, wake));
    cluster.singleton(SchedulerService.NAME, Member.Role.CORE, scheduler);
    cluster.singleton(OwedEffects.NAME, Member.Role.CORE, effects);
  }

  public SimulatedCluster cluster() {
    return cluster;
  }

  /** The node's own way to the tasks, without threads. */
  public TaskBoard board() {
    return board;
  }

  /** Has the node end what it serves, as one does that has heard that it is not a member. */
  public void stop() {
    scheduler.stop();
    effects.stop();
  }
}
