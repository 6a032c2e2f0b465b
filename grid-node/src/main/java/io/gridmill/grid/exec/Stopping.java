package io.gridmill.grid.exec;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends assignments that a worker or a command has, before they end of themselves. */
final class Stopping {
  /** How long a job that was asked to stop may take to do so. */
  private static final long GRACE = TimeUnit.SECONDS.toNanos(2);

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

  /** Ends the process of a job that was asked to stop and does not. */
  void killIfDue(Assignment assignment, long now) {
    synchronized (pool) {
      if (assignment.stage == Assignment.Stage.GIVEN
          && assignment.host != null
          && assignment.killAt != 0
          && now - assignment.killAt >= 0) {
        assignment.host.kill();
      }
    }
  }
}
