package io.gridmill.grid.exec;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends assignments that a worker or a command has, before they end of themselves. */
final class Stopping {
  /** How long a job that was asked to stop may take to do so. */
  private static final long GRACE = TimeUnit.SECONDS.toNanos(2);

  /** How long a job that was asked to yield may take to save a checkpoint; less than the grid's. */
  private static final long YIELD_WITHIN = TimeUnit.SECONDS.toNanos(20);

  private final WorkerPool pool;

  Stopping(WorkerPool pool) {
    this.pool = pool;
  }

  /**
   * Asks a job to stop; its process is ended if it does not.
   *
   * @param failure what the assignment fails by; null if nobody waits for its end
   */
  void stop(Assignment assignment, @Nullable Failure failure) {
    synchronized (pool) {
      condemn(assignment, failure);
      Host host = assignment.host;
      if (assignment.stage == Assignment.Stage.GIVEN && host != null && assignment.killAt == 0) {
        assignment.killAt = System.nanoTime() + GRACE;
        host.cancel(assignment);
      }
    }
  }

  /** Has a job save a checkpoint and end, to be handed back; if it has not started, at once. */
  void makeWay(Assignment assignment, Reports reports) {
    synchronized (pool) {
      if (assignment.yields() || assignment.isCondemned()) {
        return;
      }
      assignment.yieldBy = System.nanoTime() + YIELD_WITHIN;
      Host host = assignment.host;
      if (assignment.stage == Assignment.Stage.GIVEN && host != null) {
        host.makeWay(assignment);
      }
    }
    if (takeOut(assignment)) {
      reports.unstarted(assignment);
    }
  }

  /** Takes out what was to yield and came back from its worker without having started. */
  boolean takeOut(Assignment assignment) {
    synchronized (pool) {
      boolean here = assignment.stage == Assignment.Stage.READY && assignment.yields();
      if (here) {
        assignment.stage = Assignment.Stage.ENDING;
        pool.remove(assignment);
      }
      return here;
    }
  }

  private static void condemn(Assignment assignment, @Nullable Failure failure) {
    if (failure == null) {
      assignment.dropped = true;
    } else if (assignment.doom == null) {
      assignment.doom = failure;
    }
  }

  /** Ends a job that writes more than it may. */
  void overflow(Assignment assignment, io.gridmill.job.ByteSize limit) {
    String message = "the task wrote more than " + limit + " to its output";
    synchronized (pool) {
      condemn(assignment, Failure.of(ErrorCode.OUTPUT_LIMIT, message));
      if (assignment.stage == Assignment.Stage.GIVEN && assignment.host != null) {
        assignment.host.kill();
      }
    }
  }

  /** Ends the process of a job that was asked to stop, or to yield, and does not. */
  void killIfDue(Assignment assignment, long now) {
    synchronized (pool) {
      if (assignment.stage == Assignment.Stage.GIVEN && assignment.host != null) {
        if (assignment.killAt != 0 && now - assignment.killAt >= 0) {
          assignment.host.kill();
        } else if (assignment.killAt == 0 && assignment.yields() && now - assignment.yieldBy >= 0) {
          assignment.killAt = now + GRACE;
          assignment.host.cancel(assignment);
        }
      }
    }
  }
}
