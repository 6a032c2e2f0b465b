package io.gridmill.grid.schedule;

import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.Interval;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Task;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * An array that is under way, and how large its next lease should be.
 *
 * <p>A lease is meant to take about {@value #TARGET_SECONDS} s: its size follows the rate at which
 * items come back. Towards the end leases shrink, so that all slots end together (guided
 * self-scheduling: Polychronopoulos and Kuck, 1987).
 */
final class ArrayLeases {
  static final double TARGET_SECONDS = 1.0;
  private static final long FIRST = 4;
  private static final int GROWTH = 16;

  private final Shape shape;
  private Task task;
  private ArrayState array;
  private final Map<Long, Long> started = new HashMap<>();
  private double itemsPerSecond;
  private long largest = FIRST;

  ArrayLeases(Task task, Shape shape) {
    this.task = task;
    this.shape = shape;
    this.array = arrayOf(task);
  }

  Shape shape() {
    return shape;
  }

  Task task() {
    return task;
  }

  private static ArrayState arrayOf(Task task) {
    return Objects.requireNonNull(task.array(), "a task with items has an array");
  }

  /**
   * Takes a row, unless it is older than the one that it has; returns the leases that ended with
   * nothing done.
   */
  Set<Long> update(Task newer, long nanoTime) {
    if (newer.version() < task.version()) {
      return Set.of();
    }
    Set<Long> fruitless = new HashSet<>();
    ArrayState before = array;
    task = newer;
    array = arrayOf(newer);
    Set<Long> held = new HashSet<>();
    array.leases().forEach(l -> held.add(l.id()));
    for (Lease lease : before.leases()) {
      if (!held.contains(lease.id())) {
        ended(lease, nanoTime);
        if (array.doneOf(lease) == 0) {
          fruitless.add(lease.id());
        }
      }
    }
    return fruitless;
  }

  private void ended(Lease lease, long nanoTime) {
    Long began = started.remove(lease.id());
    long items = array.doneOf(lease);
    if (began == null || items == 0) {
      return; // it says nothing of how long items take
    }
    double seconds = Math.max(1e-4, (nanoTime - began) / 1e9);
    double rate = items / seconds;
    itemsPerSecond = itemsPerSecond == 0 ? rate : 0.5 * itemsPerSecond + 0.5 * rate;
    largest = Math.max(largest, items);
  }

  boolean hasOpen() {
    return !array.open().isEmpty();
  }

  /**
   * The next lease for a node, of the first open items; there must be some. It counts as held from
   * now on, until a row says otherwise.
   */
  Lease next(NodeSlots node, int slots, Instant now, long nanoTime) {
    List<Interval> open = array.open();
    Interval first = open.getFirst();
    long left = open.stream().mapToLong(i -> i.to() - i.from()).sum();
    long size = Math.min(target(), Math.max(1, (left + 2L * slots - 1) / (2L * slots)));
    long to = Math.min(first.to(), first.from() + size);
    Lease lease =
        new Lease(array.nextLease(), first.from(), to, node.offer().name(), node.memberId(), now);
    array = array.with(List.of(lease));
    started.put(lease.id(), nanoTime);
    return lease;
  }

  private long target() {
    if (itemsPerSecond == 0) {
      return FIRST;
    }
    return Math.clamp((long) (itemsPerSecond * TARGET_SECONDS), 1, largest * GROWTH);
  }
}
