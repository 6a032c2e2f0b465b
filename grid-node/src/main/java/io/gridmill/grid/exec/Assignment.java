package io.gridmill.grid.exec;

import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Orders;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An order that this node holds. Its fields are guarded by the pool's monitor. */
final class Assignment {
  final Orders.Order order;
  final Effect.Held held;
  final WorkerKey key;
  final TaskOutput output;

  /** When it came, by {@link System#nanoTime}. */
  final long arrivedAt;

  Stage stage = Stage.PREPARING;
  Prepared prepared = Prepared.NOTHING;
  @Nullable Host host;

  /** What it is called between this node and its worker. */
  long work;

  boolean running;
  long startedAt;
  long pausedAt;
  long pausedNanos;
  boolean paused;

  /** Whether the board has been told that it started. */
  boolean told;

  /** What the job reported last, if the board has not been told. */
  @Nullable Progress progress;

  long reportedAt;

  /** Whether its owner holds it before it has started. */
  boolean onHold;

  /** Whether nobody waits for its end any more. */
  boolean dropped;

  /** What it fails by, whatever the job says from now on. */
  @Nullable Failure doom;

  /** When patience with a job that was asked to stop ends; 0 if it was not asked. */
  long killAt;

  /** When patience with a job that was asked to yield ends; 0 if it was not asked. */
  long yieldBy;

  /** How often a worker died that it had been given to, without having started it. */
  int returns;

  /** Ends when the checkpoints that have come are kept. */
  CompletableFuture<Void> saved = CompletableFuture.completedFuture(null);

  /** The last that its job saved; touched by one save at a time. */
  final Deque<ArtifactRef> checkpoints = new ArrayDeque<>(3);

  int checkpointsSaved;

  final List<CompletableFuture<Applied>> commits = new ArrayList<>();

  /** How far it is. */
  enum Stage {
    /** What it needs is on its way. */
    PREPARING,
    /** Waits for a worker. */
    READY,
    /** A worker has it, started or not. */
    GIVEN,
    /** It has ended, and the board is being told. */
    ENDING
  }

  Assignment(Orders.Order order, long now) {
    this.order = order;
    this.held = order.held();
    this.key = WorkerKey.of(order);
    this.arrivedAt = now;
    Lease lease = order.lease();
    this.output =
        new TaskOutput(
            order.task(),
            order.attempt(),
            lease == null ? "a" + order.attempt() : "l" + lease.id());
  }

  Lease lease() {
    return Objects.requireNonNull(order.lease(), "an order for items has a lease");
  }

  boolean isItems() {
    return order.lease() != null;
  }

  /** How long it has run, pauses not counted. */
  long ranNanos(long now) {
    if (!running) {
      return 0;
    }
    long pausing = paused ? now - pausedAt : 0;
    return now - startedAt - pausedNanos - pausing;
  }

  void begin(long now) {
    if (!running) {
      running = true;
      startedAt = now;
    }
  }

  /** Whether it is settled how it ends, or nobody waits for that. */
  boolean isCondemned() {
    return dropped || doom != null;
  }

  /** Whether it is to be handed back, to make way for other work. */
  boolean yields() {
    return yieldBy != 0;
  }

  /** Puts it back to where it was before it was given to a worker; if it was paused, on hold. */
  void takenBack() {
    onHold = paused;
    paused = false;
    stage = Stage.READY;
    host = null;
    work = 0;
    running = false;
  }

  void pause(long now) {
    if (!paused) {
      paused = true;
      pausedAt = now;
    }
  }

  void resume(long now) {
    if (paused) {
      paused = false;
      pausedNanos += now - pausedAt;
    }
  }

  /** Such as {@code task 01jq… attempt 2}. */
  @Override
  public String toString() {
    Lease lease = order.lease();
    return "task "
        + order.task()
        + (lease == null ? " attempt " + order.attempt() : " lease " + lease.id());
  }
}
