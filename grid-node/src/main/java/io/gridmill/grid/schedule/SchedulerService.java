package io.gridmill.grid.schedule;

import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the scheduler as the grid's singleton: rebuilds it from rows at its start, and feeds it with
 * news on one thread.
 */
public final class SchedulerService implements Cluster.Singleton {
  /** The singleton's name in the grid. */
  public static final String NAME = "scheduler";

  private static final Logger log = LoggerFactory.getLogger(SchedulerService.class);
  private static final long ROUND_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long GRACE_NANOS = Duration.ofSeconds(5).toNanos();

  private static final Query NEWS =
      Query.ALL.andIn(
          "status",
          Stream.of(TaskStatus.values())
              .filter(s -> s != TaskStatus.ASSIGNED)
              .map(Enum::name)
              .toList());

  private static final Query NOT_ENDED =
      Query.ALL.andIn(
          "status",
          Stream.of(TaskStatus.values()).filter(s -> !s.isTerminal()).map(Enum::name).toList());

  private final TaskBoard board;
  private final Resources resources;
  private final Cluster cluster;
  private final InstantSource clock;
  private final Metrics.Count placed;
  private final Metrics.Timing ticks;
  private volatile @Nullable Run run;

  public SchedulerService(
      TaskBoard board, Resources resources, Cluster cluster, InstantSource clock, Metrics metrics) {
    this.board = board;
    this.resources = resources;
    this.cluster = cluster;
    this.clock = clock;
    this.placed =
        metrics.counter(
            "gridmill_scheduler_placements_total", "Attempts and leases given to nodes");
    this.ticks =
        metrics.timing("gridmill_scheduler_tick_seconds", "Time of one round of decisions");
    metrics.gauge(
        "gridmill_scheduler_waiting_tasks",
        "Tasks that wait for a node, on the node that runs the scheduler",
        () -> run == null ? 0 : run.scheduler.waiting());
    metrics.gauge(
        "gridmill_scheduler_assigned_tasks",
        "Tasks that nodes hold, on the node that runs the scheduler",
        () -> run == null ? 0 : run.scheduler.underWay());
  }

  @Override
  public synchronized void start() {
    if (run == null) {
      Run fresh = new Run(false);
      run = fresh;
      fresh.thread.start();
    }
  }

  @Override
  public synchronized void stop() {
    Run current = run;
    if (current != null) {
      run = null;
      current.close();
    }
  }

  /** Lets another term of office follow one that failed, unless that had ended anyway. */
  private synchronized void replace(Run failed) {
    if (run == failed) {
      failed.over = true;
      Run fresh = new Run(true);
      run = fresh;
      fresh.thread.start();
    }
  }

  /** One term of office. */
  private final class Run {
    private final LinkedBlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
    private final List<Table.Subscription> subscriptions = new ArrayList<>();
    private final Scheduler scheduler;
    private final Dispatcher dispatcher;
    private final Thread thread =
        Thread.ofPlatform().daemon().name("scheduler").unstarted(this::work);
    private final boolean again;
    private volatile boolean over;

    /**
     * Makes a term of office.
     *
     * @param again whether the one before failed; the next begins a little later
     */
    private Run(boolean again) {
      this.again = again;
      dispatcher = new Dispatcher(cluster, this::rejected);
      scheduler = new Scheduler(board, dispatcher, clock, System::nanoTime);
    }

    private void rejected(Dispatcher.Rejection rejection) {
      if (over) {
        rejection.changes().forEach(change -> board.tell(change.task(), change.event()));
      } else {
        news.add(() -> scheduler.rejected(rejection));
      }
    }

    private void close() {
      over = true;
      thread.interrupt();
    }

    private void work() {
      try {
        if (again) {
          var _ =
              news.poll(ROUND_NANOS, TimeUnit.NANOSECONDS); // nobody brings any before it begins
        }
        begin();
        long nextRound = System.nanoTime();
        Instant nextTask = null;
        while (!over) {
          await(nextRound, nextTask);
          long began = System.nanoTime();
          if (began >= nextRound) {
            round();
            nextRound = began + ROUND_NANOS;
          }
          long before = scheduler.placements();
          nextTask = scheduler.tick();
          placed.add((double) (scheduler.placements() - before));
          ticks.seconds((System.nanoTime() - began) / 1e9);
        }
      } catch (InterruptedException ending) {
        log.info("the scheduler ends its work on this node");
      } catch (RuntimeException | Error e) {
        if (!over) {
          log.error("the scheduler failed and starts anew from the tasks' rows", e);
          replace(this);
        }
      } finally {
        subscriptions.forEach(Table.Subscription::close);
      }
    }

    /** Listens first and reads then, so that no change is missed; changes seen twice do no harm. */
    private void begin() {
      subscriptions.add(board.watch(NEWS, changes -> news.add(() -> changes.forEach(this::taken))));
      subscriptions.add(resources.watch(reports -> news.add(() -> reports.forEach(this::heard))));
      subscriptions.add(
          cluster.onChange(
              change -> {
                if (change.left()) {
                  news.add(() -> left(change.member()));
                }
              }));
      resources.all().forEach(this::heard);
      int[] count = new int[1];
      board.scan(
          NOT_ENDED,
          task -> {
            guarded(task.id(), () -> scheduler.task(task));
            count[0]++;
          });
      log.info("the scheduler starts on this node with {} tasks that have not ended", count[0]);
    }

    private void heard(NodeReport report) {
      String member = report.offer().memberId();
      if (cluster.members().stream().anyMatch(m -> m.id().equals(member))) {
        scheduler.node(report);
      }
    }

    private void left(Member member) {
      scheduler.nodeLost(member.id(), "node " + member.name() + " left the grid");
      resources
          .get(member.name())
          .filter(r -> r.offer().memberId().equals(member.id()))
          .ifPresent(r -> resources.remove(member.name()));
    }

    private void taken(Table.Change<TaskId, Task> change) {
      guarded(change.key(), () -> take(change));
    }

    /** A task that cannot be dealt with leaves the others alone. */
    private void guarded(TaskId id, Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        log.error("news of task {} could not be taken; its row is read again", id, e);
        scheduler.unsure(id);
      }
    }

    private void take(Table.Change<TaskId, Task> change) {
      TaskId id = change.key();
      String column = (String) change.column("status");
      TaskStatus status = column == null ? TaskStatus.CANCELLED : TaskStatus.valueOf(column);
      if (status.isTerminal()) {
        scheduler.ended(id, status);
        return;
      }
      Object version = change.column("version");
      if (version instanceof Long v && scheduler.isStale(id, v)) {
        return;
      }
      boolean known =
          status == TaskStatus.RUNNING
              && !Boolean.TRUE.equals(change.column("items"))
              && scheduler.isUnderWay(id);
      if (!known) {
        change.row().ifPresentOrElse(scheduler::task, () -> scheduler.ended(id, status));
      }
    }

    private void await(long nextRound, @Nullable Instant nextTask) throws InterruptedException {
      long wait = nextRound - System.nanoTime();
      if (nextTask != null) {
        wait = Math.min(wait, Duration.between(clock.instant(), nextTask).toNanos());
      }
      Runnable first = news.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
      List<Runnable> batch = new ArrayList<>();
      if (first != null) {
        batch.add(first);
        news.drainTo(batch);
      }
      batch.forEach(Runnable::run);
    }

    /** What is looked after once a second. */
    private void round() {
      scheduler.retry();
      for (NodeSlots silent : scheduler.nodes().silentFor(SILENCE_NANOS, System.nanoTime())) {
        log.warn("node {} is silent; its tasks are queued again", silent.offer().name());
        scheduler.nodeLost(
            silent.memberId(), "node " + silent.offer().name() + " stopped reporting");
      }
      long asked = System.nanoTime();
      for (String member : scheduler.nodes().members()) {
        var _ =
            dispatcher
                .holding(member)
                .thenAccept(
                    holding -> {
                      Set<Held> held =
                          holding.held().stream().collect(Collectors.toCollection(HashSet::new));
                      news.add(() -> scheduler.reconcile(member, held, asked, GRACE_NANOS));
                    })
                .exceptionally(
                    gone -> {
                      log.debug("member {} did not say what it holds; it is asked again", member);
                      return null;
                    });
      }
    }
  }
}
