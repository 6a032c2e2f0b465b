package io.gridmill.grid.schedule;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends orders to nodes: one call a node for all that it is given at a time. */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Cluster cluster;
  private final Consumer<Rejection> rejected;

  /**
   * Orders that a node did not take.
   *
   * @param barred whether the node takes no others now, either
   * @param changes what that means for the tasks
   */
  record Rejection(String memberId, boolean barred, List<Change> changes) {}

  /**
   * Makes a dispatcher.
   *
   * @param rejected hears of the orders that a node did not take
   */
  Dispatcher(Cluster cluster, Consumer<Rejection> rejected) {
    this.cluster = cluster;
    this.rejected = rejected;
  }

  void send(Map<String, List<Order>> ordersByMember) {
    ordersByMember.forEach(
        (member, orders) -> {
          CompletableFuture<Orders.Refused> answer =
              cluster.ask(member, Orders.RUN, new Orders.Run(orders));
          var _ = answer.whenComplete((refused, error) -> answered(member, orders, refused, error));
        });
  }

  private void answered(
      String member,
      List<Order> orders,
      Orders.@Nullable Refused refused,
      @Nullable Throwable error) {
    if (error != null) {
      log.warn("member {} did not take {} orders, which are queued again", member, orders.size());
      List<Change> changes =
          orders.stream().map(o -> new Change(o.task(), unreached(o.held()))).toList();
      rejected.accept(new Rejection(member, true, changes));
    } else if (refused != null && !refused.refusals().isEmpty()) {
      boolean barred =
          refused.refusals().stream().anyMatch(r -> r.failure().code() == ErrorCode.UNAVAILABLE);
      List<Change> changes =
          refused.refusals().stream()
              .map(r -> new Change(r.held().task(), refused(r.held(), r.failure())))
              .toList();
      rejected.accept(new Rejection(member, barred, changes));
    }
  }

  /** What it means for a task that its node may never have got the order. */
  private static TaskEvent unreached(Held held) {
    String why = "its node could not be reached";
    return held.lease() == null
        ? new TaskEvent.HandBack(held.attempt(), why)
        : new TaskEvent.EndLease(held.lease(), Failure.of(ErrorCode.NODE_LOST, why));
  }

  /** What it means for a task that an attempt or lease is gone without a word. */
  static TaskEvent lost(Held held, String why) {
    return held.lease() == null
        ? new TaskEvent.Lose(held.attempt(), why)
        : new TaskEvent.EndLease(held.lease(), Failure.of(ErrorCode.NODE_LOST, why));
  }

  private static TaskEvent refused(Held held, Failure failure) {
    if (held.lease() != null) {
      return new TaskEvent.EndLease(
          held.lease(), failure.code() == ErrorCode.UNAVAILABLE ? null : failure);
    }
    return failure.code() == ErrorCode.UNAVAILABLE
        ? new TaskEvent.HandBack(held.attempt(), failure.message())
        : new TaskEvent.Fail(held.attempt(), failure);
  }

  /** Tells a node to stop what nobody has given to it. */
  void stop(String member, List<Held> held) {
    List<Orders.SignalOrder> signals =
        held.stream().map(h -> new Orders.SignalOrder(h, Effect.Action.STOP)).toList();
    var _ =
        cluster
            .ask(member, Orders.SIGNAL, new Orders.Signals(signals))
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    log.info(
                        "member {} could not be told to stop {}; it is asked again", member, held);
                  }
                });
  }

  /** Asks a node what it holds. */
  CompletableFuture<Orders.Holding> holding(String member) {
    return cluster.ask(member, Orders.HELD, new Orders.WhatHeld());
  }
}
