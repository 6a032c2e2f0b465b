package io.gridmill.grid.exec;

import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the task board what becomes of assignments. The last word about one is said when its lines,
 * its checkpoints and its items are kept, and again until the board has heard it; only then is the
 * assignment forgotten.
 */
final class Reports {
  private static final Logger log = LoggerFactory.getLogger(Reports.class);

  private final TaskBoard board;
  private final LogShipper logs;
  private final ExecMetrics metrics;
  private final Consumer<Assignment> forget;
  private final Object lock = new Object();
  private int unheard;
  private volatile boolean closed;

  /**
   * @param forget is told of assignments that need nothing more
   */
  Reports(TaskBoard board, LogShipper logs, ExecMetrics metrics, Consumer<Assignment> forget) {
    this.board = board;
    this.logs = logs;
    this.metrics = metrics;
    this.forget = forget;
  }

  /** Tells of something that is not the end. */
  void tell(Assignment assignment, TaskEvent event) {
    var _ = told(assignment, event);
  }

  /** Tells of something that is not the end; the answer says whether the board took it. */
  CompletableFuture<Applied> told(Assignment assignment, TaskEvent event) {
    return board
        .applyLater(assignment.order.task(), event)
        .whenComplete(
            (applied, error) -> {
              if (error != null) {
                log.warn("{}: the board did not hear of {}", assignment, event, error);
              } else if (!applied.accepted()) {
                metrics.refusals.one();
              }
            });
  }

  void started(Assignment assignment) {
    tell(assignment, new TaskEvent.Start(assignment.order.attempt()));
  }

  void progress(Assignment assignment, Progress progress) {
    tell(assignment, new TaskEvent.Report(assignment.order.attempt(), progress));
  }

  void succeed(Assignment assignment, TaskResult result) {
    end(assignment, "succeeded", new TaskEvent.Succeed(assignment.order.attempt(), result));
  }

  void fail(Assignment assignment, Failure failure) {
    if (assignment.isItems()) {
      endLease(assignment, failure);
    } else {
      end(assignment, "failed", new TaskEvent.Fail(assignment.order.attempt(), failure));
    }
  }

  /** Gives back what was not started, or not by any fault of its own. */
  void handBack(Assignment assignment, String why) {
    if (assignment.isItems()) {
      end(assignment, "handed_back", new TaskEvent.EndLease(assignment.lease().id(), null));
    } else {
      int attempt = assignment.order.attempt();
      end(
          assignment,
          "handed_back",
          assignment.told && !assignment.yields()
              ? new TaskEvent.Lose(attempt, why)
              : new TaskEvent.HandBack(attempt, why));
    }
  }

  /** Ends what has not started: handed back if it makes way, else nobody waits for it. */
  void unstarted(Assignment assignment) {
    if (assignment.yields() && !assignment.dropped) {
      handBack(assignment, "it makes way for other work");
    } else {
      drop(assignment);
    }
  }

  /** What was running is lost, as the node stops. */
  void lose(Assignment assignment, String why) {
    if (assignment.isItems()) {
      endLease(assignment, Failure.of(ErrorCode.NODE_LOST, why));
    } else {
      end(assignment, "lost", new TaskEvent.Lose(assignment.order.attempt(), why));
    }
  }

  void endLease(Assignment assignment, @Nullable Failure failure) {
    end(
        assignment,
        failure == null ? "succeeded" : "failed",
        new TaskEvent.EndLease(assignment.lease().id(), failure));
  }

  /** Nobody waits for its end. */
  void drop(Assignment assignment) {
    metrics.ended.one("dropped");
    forget.accept(assignment);
  }

  private void end(Assignment assignment, String outcome, TaskEvent event) {
    metrics.ended.one(outcome);
    synchronized (lock) {
      unheard++;
    }
    Progress last = assignment.progress;
    if (last != null && !assignment.isItems()) {
      assignment.progress = null;
      progress(assignment, last);
    }
    List<CompletableFuture<?>> before = new ArrayList<>();
    CompletableFuture<Void> kept = logs.kept(assignment.output);
    if (!kept.isDone()) {
      before.add(kept);
    }
    if (!assignment.saved.isDone()) {
      before.add(assignment.saved);
    }
    before.addAll(assignment.commits);
    if (before.isEmpty()) {
      send(assignment, event);
    } else {
      var _ =
          CompletableFuture.allOf(before.toArray(CompletableFuture[]::new))
              .whenComplete((all, error) -> send(assignment, event));
    }
  }

  private void send(Assignment assignment, TaskEvent event) {
    CompletableFuture<Applied> heard = board.applyLater(assignment.order.task(), event);
    var _ =
        heard.whenComplete(
            (applied, error) -> {
              if (error == null) {
                if (!applied.accepted()) {
                  metrics.refusals.one();
                  log.debug("{}: the board refused {}: {}", assignment, event, applied.refusal());
                }
                forget.accept(assignment);
                settle();
              } else if (closed) {
                log.warn("{}: the board did not hear of its end", assignment, error);
                settle();
              } else {
                log.warn("{}: the board did not hear of its end; telling again", assignment, error);
                Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
                later.execute(() -> send(assignment, event));
              }
            });
  }

  private void settle() {
    synchronized (lock) {
      unheard--;
      if (unheard == 0) {
        lock.notifyAll();
      }
    }
  }

  /** Waits until the board has heard of all that has ended, at most so long. */
  void close(Duration most) {
    closed = true;
    long deadline = System.nanoTime() + most.toNanos();
    synchronized (lock) {
      try {
        while (unheard > 0 && System.nanoTime() < deadline) {
          lock.wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
