package io.gridmill.grid.exec;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a runner looks after again and again: what runs for long, and what waits for long. */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final long TELL_AFTER = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long TAKE_BACK_AFTER = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long HAND_BACK_AFTER = TimeUnit.SECONDS.toNanos(2);
  private static final double SOON_SECONDS = 5;
  private static final long REPORT_EVERY = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE_WITHIN = TimeUnit.SECONDS.toNanos(1);
  private static final long STOP_WITHIN = TimeUnit.SECONDS.toNanos(5);

  private final WorkerPool pool;
  private final Stopping stopping;
  private final Reports reports;
  private final Duration workerIdle;

  Rounds(WorkerPool pool, Stopping stopping, Reports reports, Duration workerIdle) {
    this.pool = pool;
    this.stopping = stopping;
    this.reports = reports;
    this.workerIdle = workerIdle;
  }

  /** Goes round once. */
  void go(Collection<Assignment> held, long now) {
    for (Assignment assignment : held) {
      look(assignment, now);
    }
    for (JavaWorker worker : pool.workers()) {
      look(worker, now);
    }
    for (Lane lane : pool.lanes()) {
      handBack(lane, now);
    }
  }

  private void look(Assignment assignment, long now) {
    if (assignment.yields() && stopping.takeOut(assignment)) {
      reports.unstarted(assignment);
    }
    Progress progress = null;
    boolean tell = false;
    Duration overrun = null;
    synchronized (pool) {
      if (assignment.stage != Assignment.Stage.GIVEN) {
        return;
      }
      long ran = assignment.ranNanos(now);
      if (ran >= TELL_AFTER && !assignment.told && !assignment.isItems()) {
        assignment.told = true;
        tell = true;
      }
      if (!assignment.isItems() && now - assignment.reportedAt >= REPORT_EVERY) {
        progress = assignment.progress;
        assignment.progress = null;
        assignment.reportedAt = progress == null ? assignment.reportedAt : now;
      }
      Duration limit = assignment.order.spec().timeLimit();
      if (assignment.doom == null && !assignment.dropped && ran > limit.toNanos()) {
        overrun = limit;
      }
    }
    if (tell) {
      reports.started(assignment);
    }
    if (progress != null) {
      reports.progress(assignment, progress);
    }
    if (overrun != null) {
      stopping.stop(assignment, timeLimit(overrun));
    }
    stopping.killIfDue(assignment, now);
  }

  private static Failure timeLimit(Duration limit) {
    return Failure.of(ErrorCode.TIME_LIMIT, "the task ran longer than its limit of " + limit);
  }

  private void look(JavaWorker worker, long now) {
    synchronized (pool) {
      if (worker.stoppedAt != 0 && now - worker.stoppedAt > STOP_WITHIN) {
        worker.kill();
      }
      Assignment pausing = worker.pausing;
      if (pausing != null
          && pausing == worker.current()
          && !worker.standsStill
          && now - pausing.pausedAt > PAUSE_WITHIN) {
        pool.standStill(worker);
      }
      Assignment current = worker.current();
      if (current == null) {
        if (!worker.retired && now - worker.idleSince > workerIdle.toNanos()) {
          pool.retire(worker);
        }
        return;
      }
      long ran = current.ranNanos(now);
      if (ran > TAKE_BACK_AFTER) {
        worker.lane.runs(ran);
        worker.takeBackWaiting();
      }
    }
  }

  /**
   * Gives back to the grid what waits here while all is busy, but for what will have its turn
   * within some seconds if the tasks of its key go on to end as they do.
   */
  private void handBack(Lane lane, long now) {
    List<Assignment> back = new ArrayList<>();
    synchronized (pool) {
      double soon = lane.rate(now) * SOON_SECONDS;
      if (pool.isHelped(lane)) {
        lane.helpedAt = now;
      }
      if (lane.ready.size() <= soon || now - lane.helpedAt < HAND_BACK_AFTER) {
        return;
      }
      for (Assignment assignment : lane.ready) {
        if (--soon < 0 && now - assignment.arrivedAt > HAND_BACK_AFTER) {
          back.add(assignment);
        }
      }
      back.forEach(assignment -> assignment.stage = Assignment.Stage.ENDING);
      pool.removeAll(lane, back);
    }
    if (!back.isEmpty()) {
      log.debug("handing back {} tasks that have waited for too long; {}", back.size(), lane);
    }
    back.forEach(a -> reports.handBack(a, "the node has been busy for too long"));
  }
}
