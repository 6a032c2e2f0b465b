package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler without a grid around it, told of nodes and tasks directly: for traces, where
 * months pass in seconds. It is the one that runs in a grid; only its round of once a second, in
 * which it asks nodes what they hold, is left out.
 */
public final class Replay {
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  public Replay(
      SchedulingPolicy policy,
      TaskBoard board,
      Cluster cluster,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.scheduler =
        new Scheduler(policy, board, new Dispatcher(cluster, this::rejected), clock, nanoTime);
  }

  private void rejected(Dispatcher.Rejection rejection) {
    scheduler.rejected(rejection);
  }

  /** A node is there, and offers something. */
  public void node(NodeReport report) {
    scheduler.node(report);
  }

  /** A task that has not ended, as its row says. */
  public void task(Task task) {
    scheduler.task(task);
  }

  public void ended(TaskId id, TaskStatus status) {
    scheduler.ended(id, status);
  }

  /**
   * Places what can be placed; returns when the next task's time comes, null if none waits for it.
   */
  public @Nullable Instant tick() {
    Long next = scheduler.tick();
    return next == null ? null : clock.instant().plusNanos(next - nanoTime.getAsLong());
  }

  public int waiting() {
    return scheduler.waiting();
  }

  public long placements() {
    return scheduler.placements();
  }
}
