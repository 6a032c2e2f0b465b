package io.gridmill.grid.simulate;

import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.ItemRange;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An order that a simulated node holds, until the board has heard how it ended. */
final class SimulatedRun {
  private static final Duration TELL_AFTER = Duration.ofMillis(50);
  private static final Duration SAY_AGAIN = Duration.ofSeconds(1);
  private static final Duration STOPS_WITHIN = Duration.ofMillis(20);
  private static final int PIECES = 4;
  private static final ArtifactRef CHECKPOINT = new ArtifactRef("c4".repeat(32), 1);

  private final SimulatedNode node;
  private final SimulatedProcess process;
  private final TaskBoard board;
  private final Order order;
  private final Plan.Plans plans;
  private final Plan plan;
  private final long arrivedAt;
  private final List<CompletableFuture<Applied>> commits = new ArrayList<>();
  private Stage stage = Stage.WAITING;
  private boolean onHold;
  private boolean dropped;
  private boolean told;
  private long left;
  private long wentOnAt;
  private int pieces;

  /** Counts pauses and ends, so that what was planned before them does not happen. */
  private int turn;

  private enum Stage {
    WAITING,
    RUNNING,
    PAUSED,
    ENDING
  }

  SimulatedRun(SimulatedNode node, TaskBoard board, Order order, Plan.Plans plans) {
    this.node = node;
    this.process = node.process();
    this.board = board;
    this.order = order;
    this.plans = plans;
    this.plan = plans.of(order);
    this.left = plan.takes().toNanos();
    this.arrivedAt = process.world().nanoTime();
  }

  Order order() {
    return order;
  }

  long arrivedAt() {
    return arrivedAt;
  }

  boolean waits() {
    return stage == Stage.WAITING && !onHold;
  }

  boolean isRunning() {
    return stage == Stage.RUNNING;
  }

  private Lease lease() {
    return Objects.requireNonNull(order.lease(), "an order for items has a lease");
  }

  private boolean isItems() {
    return order.lease() != null;
  }

  void start() {
    node.take(order.spec().resources());
    goOn();
  }

  private void tell(int then) {
    if (!told && turn == then) {
      told = true;
      var _ = board.applyLater(order.task(), new TaskEvent.Start(order.attempt()));
    }
  }

  private void goOn() {
    stage = Stage.RUNNING;
    wentOnAt = process.world().nanoTime();
    int now = turn;
    if (isItems()) {
      process.after(left / (PIECES - pieces), () -> piece(now));
    } else {
      process.at(TELL_AFTER, () -> tell(now));
      process.after(left, () -> finish(now));
    }
  }

  /** A part of the items is done. */
  private void piece(int then) {
    if (turn != then) {
      return;
    }
    left -= left / (PIECES - pieces);
    Failure failure = plan.failure();
    if (failure != null && pieces == PIECES / 2) {
      end(new TaskEvent.EndLease(lease().id(), failure));
      return;
    }
    commit();
    if (turn != then) {
      return; // it was not kept
    }
    pieces++;
    if (pieces < PIECES) {
      goOn();
    } else {
      end(new TaskEvent.EndLease(lease().id(), null));
    }
  }

  private void commit() {
    Lease lease = lease();
    long size = lease.to() - lease.from();
    long from = lease.from() + size * pieces / PIECES;
    long to = lease.from() + size * (pieces + 1) / PIECES;
    if (from == to) {
      return;
    }
    byte[] lines = plans.lines(order, from, to);
    try {
      var commit =
          board.commit(
              new ItemRange(order.task(), lease.id(), from, to, 0, null, lines, null), List.of());
      commits.add(commit);
      var _ = commit.whenComplete(this::committed);
    } catch (RuntimeException e) {
      committed(null, e);
    }
  }

  private void committed(@Nullable Applied applied, @Nullable Throwable error) {
    if (error != null) {
      String why = "results of items could not be kept";
      end(new TaskEvent.EndLease(lease().id(), Failure.of(ErrorCode.NODE_LOST, why)));
    } else if (applied != null && !applied.accepted()) {
      stop();
    }
  }

  private void finish(int then) {
    if (turn != then) {
      return;
    }
    Failure failure = plan.failure();
    end(
        failure == null
            ? new TaskEvent.Succeed(order.attempt(), plan.result())
            : new TaskEvent.Fail(order.attempt(), failure));
  }

  private void end(TaskEvent event) {
    if (dropped || stage == Stage.ENDING) {
      return;
    }
    endStage();
    var _ =
        CompletableFuture.allOf(commits.toArray(CompletableFuture[]::new))
            .whenComplete((all, error) -> send(event));
  }

  private void endStage() {
    turn++;
    if (stage == Stage.RUNNING) {
      node.give(order.spec().resources());
    }
    stage = Stage.ENDING;
  }

  private void send(TaskEvent event) {
    var _ =
        board
            .applyLater(order.task(), event)
            .whenComplete(
                (applied, error) -> {
                  if (error == null) {
                    node.forget(this);
                  } else {
                    process.at(SAY_AGAIN, () -> send(event));
                  }
                });
  }

  /** Nobody waits for its end any more. */
  void stop() {
    if (dropped || stage == Stage.ENDING) {
      return;
    }
    dropped = true;
    turn++;
    if (stage == Stage.RUNNING) {
      process.at(STOPS_WITHIN, this::drop);
    } else {
      drop();
    }
  }

  private void drop() {
    endStage();
    node.forget(this);
  }

  void pause() {
    if (stage == Stage.RUNNING && !dropped) {
      turn++;
      left -= process.world().nanoTime() - wentOnAt;
      stage = Stage.PAUSED;
      node.give(order.spec().resources());
    } else if (stage == Stage.WAITING) {
      onHold = true;
    }
  }

  void resume() {
    if (stage == Stage.PAUSED) {
      node.take(order.spec().resources());
      goOn();
    } else if (onHold) {
      onHold = false;
      node.pump();
    }
  }

  /** Gives back what was not started, or not by any fault of its own. */
  void handBack(String why) {
    end(
        isItems()
            ? new TaskEvent.EndLease(lease().id(), null)
            : told
                ? new TaskEvent.Lose(order.attempt(), why)
                : new TaskEvent.HandBack(order.attempt(), why));
  }

  /** Hands back what it was asked for, to make way for other work. */
  void makeWay() {
    if (!isItems() && stage == Stage.RUNNING && !dropped && plans.saves(order)) {
      var _ =
          board
              .applyLater(order.task(), new TaskEvent.Save(order.attempt(), CHECKPOINT))
              .whenComplete((saved, error) -> giveWay());
    } else {
      giveWay();
    }
  }

  private void giveWay() {
    end(
        isItems()
            ? new TaskEvent.EndLease(lease().id(), null)
            : new TaskEvent.HandBack(order.attempt(), "it makes way for other work"));
  }

  void close(String why) {
    if (stage == Stage.WAITING) {
      handBack(why);
    } else {
      end(
          isItems()
              ? new TaskEvent.EndLease(lease().id(), Failure.of(ErrorCode.NODE_LOST, why))
              : new TaskEvent.Lose(order.attempt(), why));
    }
  }
}
