package io.gridmill.grid.exec;

import io.gridmill.grid.artifact.Lease;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Orders;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on this node.
 *
 * <p>An order that was taken is held until the task board has heard how it ended. Every order ends
 * on the board, unless it is stopped by a signal or the process dies.
 */
public final class TaskRunner implements AutoCloseable {
  private static final long ROUND_MILLIS = 50;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

  private final RunnerConfig config;
  private final Acceptance acceptance;
  private final Map<Effect.Held, Assignment> held = new ConcurrentHashMap<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final RunnerFolders folders;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LogShipper logs;
  private final Reports reports;
  private final Outcomes outcomes;
  private final WorkerPool pool;
  private final Stopping stopping;
  private final Preparation preparation;
  private final Commands commands;
  private final WorkerStarter starter;
  private final WorkerTalk talk;
  private volatile boolean closed;

  public TaskRunner(RunnerConfig config, RunnerParts parts) throws IOException {
    this.config = config;
    this.acceptance = new Acceptance(config);
    folders = RunnerFolders.in(config.dir());
    pool = new WorkerPool(config, new Launching());
    ExecMetrics metrics = new ExecMetrics(parts.metrics(), () -> pool.workers().size(), held::size);
    logs = new LogShipper(parts.logs(), parts.clock(), config.logLimit().bytes());
    reports = new Reports(parts.board(), logs, metrics, this::forget);
    stopping = new Stopping(pool);
    outcomes = new Outcomes(parts, reports, executor, stopping::stop);
    Checkpoints checkpoints = new Checkpoints(parts.artifacts(), reports, executor);
    preparation = new Preparation(parts, folders.tasks());
    ProcessStart start = new ProcessStart(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    commands = new Commands(start, pool, reports, outcomes, logs, stopping, config.logLimit());
    starter =
        new WorkerStarter(
            new WorkerCommand(WorkerJars.in(folders.lib()), config.deviceFlags()),
            start,
            folders.sockets(),
            folders.workers(),
            metrics);
    talk =
        new WorkerTalk(
            pool, reports, outcomes, checkpoints, logs, stopping, metrics, config.logLimit());
    Rounds round = new Rounds(pool, stopping, reports, config.workerIdle());
    Thread.ofPlatform().daemon().name("exec-rounds").start(() -> goRound(round));
  }

  private void goRound(Rounds round) {
    try {
      while (!closing.await(ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          round.go(held.values(), System.nanoTime());
        } catch (RuntimeException e) {
          log.error("a round failed; the next one follows", e);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the rounds", e);
    }
  }

  /** Takes orders; answers at once, whatever they need first. */
  public Orders.Refused run(Orders.Run run) {
    List<Orders.Refusal> refusals = new ArrayList<>();
    for (Orders.Order order : run.orders()) {
      Failure refusal = refusal(order);
      if (refusal != null) {
        refusals.add(new Orders.Refusal(order.held(), refusal));
      } else {
        take(order);
      }
    }
    return new Orders.Refused(refusals);
  }

  private @Nullable Failure refusal(Orders.Order order) {
    return closed
        ? Failure.of(ErrorCode.UNAVAILABLE, "node " + config.node() + " stops")
        : acceptance.refusal(order);
  }

  private void take(Orders.Order order) {
    Assignment assignment = new Assignment(order, System.nanoTime());
    if (held.putIfAbsent(assignment.held, assignment) != null) {
      return; // the same order again
    }
    if (Preparation.needsNothing(order)) {
      pool.ready(assignment);
    } else {
      executor.execute(() -> prepare(assignment));
    }
  }

  private void prepare(Assignment assignment) {
    try {
      Prepared prepared = preparation.prepare(assignment.order);
      synchronized (pool) {
        assignment.prepared = prepared;
        if (!assignment.dropped && !closed && !assignment.yields()) {
          assignment.stage = Assignment.Stage.READY;
          if (!assignment.onHold) {
            pool.ready(assignment);
          }
          return;
        }
      }
      reports.unstarted(assignment);
    } catch (GridException e) {
      notPrepared(assignment, Failure.of(e.code(), String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      log.error("{} could not be prepared", assignment, e);
      notPrepared(assignment, Failure.of(ErrorCode.INTERNAL, "it could not be prepared: " + e));
    }
  }

  private void notPrepared(Assignment assignment, Failure failure) {
    if (assignment.dropped) {
      reports.drop(assignment);
    } else {
      reports.fail(assignment, failure);
    }
  }

  private void forget(Assignment assignment) {
    held.remove(assignment.held, assignment);
    if (assignment.prepared.lease() != null && !closed) {
      executor.execute(() -> Preparation.release(assignment.prepared));
    }
  }

  /** Stops, pauses, resumes or asks back what is held; what is not is passed over. */
  public Orders.Done signal(Orders.Signals signals) {
    for (Orders.SignalOrder signal : signals.signals()) {
      Assignment assignment = held.get(signal.held());
      if (assignment != null) {
        switch (signal.action()) {
          case STOP -> stop(assignment);
          case PAUSE -> pause(assignment);
          case RESUME -> resume(assignment);
          case YIELD -> stopping.makeWay(assignment, reports);
        }
      }
    }
    return new Orders.Done();
  }

  private void stop(Assignment assignment) {
    synchronized (pool) {
      boolean waits = assignment.stage == Assignment.Stage.READY;
      stopping.stop(assignment, null);
      if (!waits) {
        return;
      }
      assignment.stage = Assignment.Stage.ENDING;
      pool.remove(assignment);
    }
    reports.drop(assignment);
  }

  private void pause(Assignment assignment) {
    synchronized (pool) {
      switch (assignment.stage) {
        case PREPARING -> assignment.onHold = true;
        case READY -> {
          assignment.onHold = true;
          pool.remove(assignment);
        }
        case GIVEN -> pool.pause(assignment);
        case ENDING -> {} // too late
      }
    }
  }

  private void resume(Assignment assignment) {
    synchronized (pool) {
      if (assignment.stage == Assignment.Stage.GIVEN) {
        pool.resume(assignment);
      } else if (assignment.onHold) {
        assignment.onHold = false;
        if (assignment.stage == Assignment.Stage.READY) {
          pool.ready(assignment);
        }
      }
    }
  }

  /** All that is held. */
  public Orders.Holding held() {
    return new Orders.Holding(List.copyOf(held.keySet()));
  }

  /** How busy the node is. */
  public RunnerLoad load() {
    synchronized (pool) {
      int running = 0;
      int waiting = 0;
      for (Assignment assignment : held.values()) {
        if (assignment.stage == Assignment.Stage.GIVEN && assignment.running) {
          running++;
        } else if (assignment.stage != Assignment.Stage.ENDING) {
          waiting++;
        }
      }
      return new RunnerLoad(running, waiting, pool.coresFree(), pool.workers().size());
    }
  }

  /** Gives back what has not started, ends what has, and waits until the board knows. */
  @Override
  public void close() {
    closed = true;
    closing.countDown();
    List<Assignment> running = new ArrayList<>();
    List<Assignment> waiting = new ArrayList<>();
    synchronized (pool) {
      pool.close();
      for (Assignment assignment : held.values()) {
        if (assignment.stage != Assignment.Stage.ENDING && !assignment.dropped) {
          (assignment.running ? running : waiting).add(assignment);
          assignment.dropped = true;
        }
        if (assignment.stage == Assignment.Stage.GIVEN && assignment.host != null) {
          assignment.host.kill();
        }
      }
      pool.workers().forEach(JavaWorker::kill);
    }
    String why = "node " + config.node() + " stops";
    waiting.forEach(assignment -> reports.handBack(assignment, why));
    running.forEach(assignment -> reports.lose(assignment, why));
    reports.close(CLOSE_WITHIN);
    logs.close();
    starter.stop();
    executor.shutdownNow();
    awaitThreads();
    folders.remove();
  }

  private void awaitThreads() {
    try {
      if (!executor.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("something still runs that should have ended; left alone");
      }
      talk.join(CLOSE_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What takes its time, done on threads of its own. */
  private final class Launching implements Dispatch.Launches {
    @Override
    public void fetch(Lane lane) {
      executor.execute(
          () -> {
            try {
              Lease lease = preparation.classPath(lane.key.jars());
              pool.fetched(lane, lease);
            } catch (GridException e) {
              fail(pool.notFetched(lane), Failure.of(e.code(), String.valueOf(e.getMessage())));
            } catch (RuntimeException e) {
              log.error("the class path of {} could not be brought", lane, e);
              String message = "the class path could not be brought: " + e;
              fail(pool.notFetched(lane), Failure.of(ErrorCode.FETCH_FAILED, message));
            }
          });
    }

    @Override
    public void worker(Lane lane) {
      executor.execute(() -> start(lane));
    }

    private void start(Lane lane) {
      Lease jars = lane.classPath;
      try {
        if (jars == null) {
          throw new IllegalStateException("a lane that is served has its class path");
        }
        WorkerStarter.Started started =
            starter.start(lane, Preparation.paths(lane.key.jars(), jars), talk::stray);
        JavaWorker worker = started.worker();
        pool.started(worker);
        talk.start(worker, started.pipe());
        if (closed) {
          worker.kill();
        }
      } catch (WorkerStarter.StartFailed e) {
        if (!closed) {
          log.warn("owner {}: {}", lane.key.owner(), e.getMessage());
        }
        fail(pool.notStarted(lane), e.failure());
      }
    }

    @Override
    public void command(Assignment assignment) {
      executor.execute(() -> commands.run(assignment));
    }

    private void fail(List<Assignment> assignments, Failure failure) {
      assignments.forEach(assignment -> reports.fail(assignment, failure));
    }
  }
}
