package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.job.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the scheduler keeps in memory; all of it is derived from rows and reports. */
record Desk(
    SchedulingPolicy policy,
    InstantSource clock,
    LongSupplier nanoTime,
    Nodes nodes,
    Shares shares,
    QueueOrder order,
    Gangs gangs,
    WaitingTasks waiting,
    Bookings bookings,
    Reservations reservations,
    Locality locality,
    QueueLimits limits,
    SpotChecks checks,
    Map<TaskId, ArrayLeases> arrays) {

  /** An empty one. */
  static Desk of(
      SchedulingPolicy policy,
      CheckRate checks,
      TaskBoard board,
      InstantSource clock,
      LongSupplier nanoTime) {
    Nodes nodes = new Nodes(policy.fit(), nanoTime.getAsLong());
    Shares shares = new Shares(policy);
    QueueOrder order = new QueueOrder(policy, nodes, shares);
    Bookings bookings = new Bookings(shares, order, nanoTime);
    Gangs gangs = new Gangs(board, bookings);
    return new Desk(
        policy,
        clock,
        nanoTime,
        nodes,
        shares,
        order,
        gangs,
        new WaitingTasks(order, nodes, shares, gangs),
        bookings,
        new Reservations(nodes, bookings, policy.patience()),
        new Locality(),
        new QueueLimits(),
        new SpotChecks(checks),
        new HashMap<>());
  }

  /**
   * A task waits for a node, after a wait; returns its gang, null if it has none.
   *
   * @param wait in nanoseconds
   */
  Gang.@Nullable Key enqueue(Task task, Shape shape, long wait) {
    Gang.Key gang = Gang.Key.of(task);
    long now = nanoTime.getAsLong();
    long rest = Math.max(wait, gangs.rest(gang, now));
    waiting.add(Entry.of(task, policy), shape, gang, rest, now);
    return gang;
  }

  void recall(UsageLedger usage) {
    usage.restore(shares, policy.halfLife(), clock.instant(), nanoTime.getAsLong());
  }

  void keep(UsageLedger usage) {
    usage.keep(shares, clock.instant(), nanoTime.getAsLong());
  }

  /** A task does not wait for a node any more. */
  void leave(TaskId id) {
    waiting.remove(id);
    locality.remove(id);
    checks.forget(id);
    arrays.remove(id);
  }

  /** How many nanoseconds there are until an instant, but never more than at most. */
  long wait(Instant until, Duration most) {
    return Math.clamp(Duration.between(clock.instant(), until).toNanos(), 0, most.toNanos());
  }
}
