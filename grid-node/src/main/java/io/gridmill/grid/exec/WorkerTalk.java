package io.gridmill.grid.exec;

import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.worker.protocol.Frame;
import io.gridmill.worker.protocol.ProtocolException;
import io.gridmill.worker.protocol.RunMark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to workers, each on a thread of its own, and sees to what they leave when they die. */
final class WorkerTalk {
  private static final Logger log = LoggerFactory.getLogger(WorkerTalk.class);

  private final WorkerPool pool;
  private final Reports reports;
  private final Outcomes outcomes;
  private final Checkpoints checkpoints;
  private final LogShipper logs;
  private final Stopping stopping;
  private final ExecMetrics metrics;
  private final ByteSize logLimit;
  private final Set<Thread> listeners = ConcurrentHashMap.newKeySet();

  WorkerTalk(
      WorkerPool pool,
      Reports reports,
      Outcomes outcomes,
      Checkpoints checkpoints,
      LogShipper logs,
      Stopping stopping,
      ExecMetrics metrics,
      ByteSize logLimit) {
    this.pool = pool;
    this.reports = reports;
    this.outcomes = outcomes;
    this.checkpoints = checkpoints;
    this.logs = logs;
    this.stopping = stopping;
    this.metrics = metrics;
    this.logLimit = logLimit;
  }

  /**
   * Starts to listen, until the worker is gone.
   *
   * @param pipe reads what its process writes beside the channel
   */
  void start(JavaWorker worker, Thread pipe) {
    Thread listener =
        Thread.ofPlatform()
            .daemon()
            .name("worker-" + worker.process.pid())
            .unstarted(
                () -> {
                  listen(worker, pipe);
                  listeners.remove(Thread.currentThread());
                });
    listeners.add(listener);
    listener.start();
  }

  /** Waits until all workers are gone, at most so long for each. */
  void join(Duration most) throws InterruptedException {
    for (Thread listener : listeners) {
      listener.join(most);
    }
  }

  private void listen(JavaWorker worker, Thread pipe) {
    try {
      while (true) {
        hear(worker, worker.connection.receive());
      }
    } catch (ProtocolException e) {
      log.warn("worker {} is not understood; it is ended", worker.process.pid(), e);
      worker.tree.kill();
    } catch (IOException e) {
      log.debug("worker {} is gone: {}", worker.process.pid(), e.toString());
    } catch (RuntimeException e) {
      log.error(
          "worker {}: what it said could not be handled; it is ended", worker.process.pid(), e);
      worker.tree.kill();
    }
    gone(worker, pipe);
  }

  private void hear(JavaWorker worker, List<Frame> frames) throws ProtocolException {
    List<Frame.End> ends = new ArrayList<>();
    for (Frame frame : frames) {
      switch (frame) {
        case Frame.End end -> ends.add(end);
        case Frame.Log line -> line(worker, line);
        case Frame.Report report -> report(worker, report);
        case Frame.Items items -> items(worker, items);
        case Frame.Checkpoint checkpoint -> {
          Assignment assignment = find(worker, checkpoint.key());
          if (assignment != null && !assignment.dropped) {
            checkpoints.saved(assignment, checkpoint.state());
          }
        }
        case Frame.Returned returned -> {
          ended(worker, ends);
          ends.clear();
          for (Assignment condemned : pool.returned(worker, returned.keys())) {
            reportCondemned(condemned);
          }
        }
        case Frame.Hello _ -> throw new ProtocolException("frame: a second Hello");
        case Frame.ToWorker other ->
            throw new ProtocolException(
                "frame: a worker does not say " + other.getClass().getSimpleName());
      }
    }
    ended(worker, ends);
  }

  private void ended(JavaWorker worker, List<Frame.End> ends) {
    if (!ends.isEmpty()) {
      for (WorkerPool.Ended ended : pool.ended(worker, ends)) {
        metrics.ran.seconds(ended.end().nanos() / 1e9);
        outcomes.ended(ended.assignment(), ended.end(), worker.outputFolder(ended.assignment()));
      }
    }
  }

  private @Nullable Assignment find(JavaWorker worker, long key) {
    synchronized (pool) {
      return worker.given.get(key);
    }
  }

  private void line(JavaWorker worker, Frame.Log line) {
    Assignment assignment = find(worker, line.key());
    if (assignment != null) {
      String stream =
          switch (line.source()) {
            case OUT -> "stdout";
            case ERR -> "stderr";
            case LOG -> "log";
          };
      write(assignment, stream, line.text());
    }
  }

  /** Takes a line that the process wrote beside the channel: it belongs to what is running. */
  void stray(JavaWorker worker, String text) {
    Assignment assignment;
    synchronized (pool) {
      assignment = worker.current();
    }
    if (assignment != null) {
      write(assignment, "stderr", text);
    } else {
      log.debug("worker {} wrote: {}", worker.process.pid(), text);
    }
  }

  private void write(Assignment assignment, String stream, String text) {
    if (!logs.add(assignment.output, stream, text)) {
      stopping.overflow(assignment, logLimit);
    }
  }

  private void report(JavaWorker worker, Frame.Report report) {
    synchronized (pool) {
      Assignment assignment = worker.given.get(report.key());
      if (assignment != null) {
        assignment.progress = report.progress();
      }
    }
  }

  private void items(JavaWorker worker, Frame.Items items) {
    Assignment assignment = find(worker, items.key());
    if (assignment != null && !assignment.dropped) {
      outcomes.commit(assignment, items);
    }
  }

  private void gone(JavaWorker worker, Thread pipe) {
    int code = exitCode(worker);
    worker.tree.kill(); // what the job started and left
    worker.connection.close();
    Pipes.await(pipe);
    RunMark.Reading mark = RunMark.read(worker.folder.resolve("mark"));
    List<Assignment> hit = pool.gone(worker, mark == null ? 0 : mark.running());
    for (Assignment assignment : hit) {
      report(assignment, worker, code, mark);
    }
    Trees.remove(worker.folder);
  }

  private static int exitCode(JavaWorker worker) {
    try {
      if (!worker.process.waitFor(2, TimeUnit.SECONDS)) {
        worker.tree.kill();
      }
      return worker.process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      worker.tree.kill();
      return 128 + 9;
    }
  }

  private void reportCondemned(Assignment assignment) {
    Failure doom = assignment.doom;
    if (assignment.dropped || doom == null) {
      reports.drop(assignment);
    } else {
      reports.fail(assignment, doom);
    }
  }

  private void report(
      Assignment assignment, JavaWorker worker, int code, RunMark.@Nullable Reading mark) {
    if (assignment.isCondemned()) {
      reportCondemned(assignment);
    } else if (assignment.yields()) {
      reports.handBack(assignment, "its worker ended as it made way");
    } else if (mark != null && mark.running() == assignment.work) {
      ByteSize memory = new ByteSize(worker.lane.key.memory());
      Failure failure = Exits.ofWorker(code, mark.ending(), memory, logs.tail(assignment.output));
      metrics.crashes.one(
          failure.code() == ErrorCode.WORKER_CRASHED
              ? Exits.describe(code)
              : failure.code().name());
      log.info("{}: {}", assignment, failure.message());
      // for the task's owner, as a retry leaves no other trace of it
      logs.add(
          assignment.output,
          "log",
          "attempt " + assignment.order.attempt() + " failed: " + failure.message());
      reports.fail(assignment, failure);
    } else {
      String message = "workers keep dying before it starts; the last by " + Exits.describe(code);
      reports.fail(assignment, Failure.of(ErrorCode.WORKER_CRASHED, message));
    }
  }
}
