package io.gridmill.grid.schedule;

import io.gridmill.job.TaskId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What the scheduler keeps in memory; all of it is derived from rows and reports. */
record Desk(
    SchedulingPolicy policy,
    InstantSource clock,
    LongSupplier nanoTime,
    Nodes nodes,
    Shares shares,
    QueueOrder order,
    WaitingTasks waiting,
    Bookings bookings,
    Reservations reservations,
    Locality locality,
    QueueLimits limits,
    Map<TaskId, ArrayLeases> arrays) {

  /** An empty one. */
  static Desk of(SchedulingPolicy policy, InstantSource clock, LongSupplier nanoTime) {
    Nodes nodes = new Nodes(policy.fit(), nanoTime.getAsLong());
    Shares shares = new Shares(policy);
    QueueOrder order = new QueueOrder(policy, nodes, shares);
    Bookings bookings = new Bookings(shares, order, nanoTime);
    return new Desk(
        policy,
        clock,
        nanoTime,
        nodes,
        shares,
        order,
        new WaitingTasks(order, nodes, shares),
        bookings,
        new Reservations(nodes, bookings, policy.patience()),
        new Locality(),
        new QueueLimits(),
        new HashMap<>());
  }

  /** A task does not wait for a node any more. */
  void leave(TaskId id) {
    waiting.remove(id);
    locality.remove(id);
    arrays.remove(id);
  }
}
