package io.gridmill.grid.schedule;

import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Questions;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.Trust;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.Explanation;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Runs the scheduler as the grid's singleton, on a thread of its own. */
public final class SchedulerService implements Cluster.Singleton {
  /** The singleton's name in the grid. */
  public static final String NAME = Questions.SCHEDULER;

  private static final long ANSWER_SECONDS = 5;

  private final SchedulerTerm.Parts parts;
  private final Metrics.Count placed;
  private final Metrics.Timing ticks;
  private volatile @Nullable SchedulerTerm current;
  private @Nullable TermThread thread;

  public SchedulerService(
      SchedulingPolicy policy,
      TaskBoard board,
      Resources resources,
      Maintenance maintenance,
      UsageLedger usage,
      Trust trust,
      Cluster cluster,
      InstantSource clock,
      Metrics metrics) {
    this.parts =
        new SchedulerTerm.Parts(
            policy, board, resources, maintenance, usage, trust, cluster, clock, System::nanoTime);
    cluster.serve(Questions.WHY, this::why);
    cluster.serve(
        Orders.SCHEDULE,
        question ->
            new Orders.Schedule(barred(), read(SchedulerTerm::waiting), accounts(question.many())));
    this.placed =
        metrics.counter(
            "gridmill_scheduler_placements_total", "Attempts and leases given to nodes");
    this.ticks =
        metrics.timing("gridmill_scheduler_tick_seconds", "Time of one round of decisions");
    metrics.gauge(
        "gridmill_scheduler_waiting_tasks",
        "Tasks that wait for a node, on the node that runs the scheduler",
        () -> read(SchedulerTerm::waiting));
    metrics.gauge(
        "gridmill_scheduler_assigned_tasks",
        "Tasks that nodes hold, on the node that runs the scheduler",
        () -> read(SchedulerTerm::underWay));
    metrics.gauge(
        "gridmill_scheduler_unreadable_tasks",
        "Tasks that have not ended whose rows cannot be read, and which are set aside",
        () -> read(SchedulerTerm::setAside));
  }

  private Explanation why(Questions.Why question) {
    SchedulerTerm term = current;
    if (term == null) {
      throw new GridException(
          ErrorCode.UNAVAILABLE, "the scheduler runs on another node now; ask again");
    }
    try {
      return term.why(question.task()).orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new GridException(
          ErrorCode.UNAVAILABLE, "the scheduler did not answer within 5 s; ask again", e);
    }
  }

  private Map<String, String> barred() {
    SchedulerTerm term = current;
    return term == null ? Map.of() : term.barred();
  }

  private Map<String, Long> accounts(long many) {
    SchedulerTerm term = current;
    return term == null ? Map.of() : term.accounts(many);
  }

  private int read(ToIntFunction<SchedulerTerm> number) {
    SchedulerTerm term = current;
    return term == null ? 0 : number.applyAsInt(term);
  }

  @Override
  public synchronized void start() {
    if (thread == null) {
      thread = new TermThread(NAME, wake -> new Measured(new SchedulerTerm(parts, wake)));
    }
  }

  @Override
  public synchronized void stop() {
    if (thread != null) {
      thread.stop();
      thread = null;
      current = null;
    }
  }

  /** A term whose steps are measured. */
  private final class Measured implements Term {
    private final SchedulerTerm term;

    private Measured(SchedulerTerm term) {
      this.term = term;
      current = term;
    }

    @Override
    public void begin() {
      term.begin();
    }

    @Override
    public long step() {
      long began = System.nanoTime();
      long before = term.placements();
      long wait = term.step();
      placed.add((double) (term.placements() - before));
      ticks.seconds((System.nanoTime() - began) / 1e9);
      return wait;
    }

    @Override
    public void end() {
      term.end();
    }
  }
}
