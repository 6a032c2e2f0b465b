package io.gridmill.grid.schedule;

import io.gridmill.grid.ledger.Meter;
import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.CombineTree;
import io.gridmill.grid.task.Interval;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An array that is under way, and how large its next lease should be.
 *
 * <p>A lease is meant to take about {@value #TARGET_SECONDS} s: its size follows the rate at which
 * items come back. Towards the end leases shrink, so that all slots end together (guided
 * self-scheduling: Polychronopoulos and Kuck, 1987). When no items are open, those of a lease that
 * takes much longer than others did are leased a second time (backup tasks: Dean and Ghemawat,
 * MapReduce, 2004).
 */
final class ArrayLeases {
  static final double TARGET_SECONDS = 1.0;
  private static final long FIRST = 4;
  private static final int GROWTH = 16;

  /** A lease is a straggler when it takes so many times longer than usual, and so long at least. */
  private static final double SLOW_TIMES = 3;

  private static final double LEAST_SECONDS = 2;

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
        if (array.doneOf(lease) == 0 && array.level() == before.level()) {
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

  boolean hasOpen(Instant now) {
    return array.leases().size() < ArrayState.MAX_LEASES && !open(now).isEmpty();
  }

  /** What can be leased now; times further ahead than any wait are those of another clock. */
  private List<Interval> open(Instant now) {
    return array.open(now, task.spec().retry().maxBackoff());
  }

  /** For how many nanoseconds there is nothing to lease; less than 0 if that is for good. */
  long wait(Instant now) {
    if (hasOpen(now)) {
      return 0;
    }
    Instant next = array.nextOpening();
    return next == null ? -1 : Math.max(0, Duration.between(now, next).toNanos());
  }

  /**
   * A lease that takes much longer than others took for as many items, while no items are open;
   * null if there is none.
   */
  @Nullable Lease straggler(long nanoTime) {
    if (itemsPerSecond == 0
        || array.tree() != null // what is combined cannot be taken apart
        || array.leases().size() >= ArrayState.MAX_LEASES
        || !array.open().isEmpty()) {
      return null;
    }
    Lease slowest = null;
    double most = 1;
    for (Lease lease : array.leases()) {
      double seconds = (nanoTime - begun(lease, nanoTime)) / 1e9;
      double expected = (lease.to() - lease.from()) / itemsPerSecond;
      double slowness = seconds / Math.max(LEAST_SECONDS, SLOW_TIMES * expected);
      if (lease.doubles() == null && slowness > most && !array.leftTo(lease).isEmpty()) {
        slowest = lease;
        most = slowness;
      }
    }
    return slowest;
  }

  private long begun(Lease lease, long nanoTime) {
    return started.computeIfAbsent(lease.id(), id -> nanoTime);
  }

  /**
   * A lease of items that a straggler has, too: the later half of what it has not done if it gets
   * on, else all of it.
   */
  Lease doubling(Lease straggler, NodeSlots node, Instant now, long nanoTime) {
    Interval left = array.leftTo(straggler).getLast();
    boolean getsOn = array.doneOf(straggler) > 0 && left.size() > 1;
    long from = getsOn ? left.from() + left.size() / 2 : left.from();
    return hold(from, left.to(), node, now, nanoTime, straggler.id());
  }

  private Lease hold(
      long from, long to, NodeSlots node, Instant now, long nanoTime, @Nullable Long doubles) {
    Meter meter = node.meter(shape.resources());
    Lease lease =
        new Lease(
            array.nextLease(),
            from,
            to,
            node.offer().name(),
            node.memberId(),
            now,
            doubles,
            meter == null ? null : meter.startedAt(now));
    array = array.with(List.of(lease));
    started.put(lease.id(), nanoTime);
    return lease;
  }

  /**
   * The next lease for a node, of the first open items; there must be some. It counts as held from
   * now on, until a row says otherwise.
   */
  Lease next(NodeSlots node, int slots, Instant now, long nanoTime) {
    List<Interval> open = open(now);
    Interval first = open.getFirst();
    if (array.isSuspect(first)) {
      return hold(first.from(), first.to(), node, now, nanoTime, null);
    }
    CombineTree tree = array.tree();
    if (tree != null && array.level() > 0) {
      long size = tree.itemsAtOnce(array.count());
      return hold(
          first.from(), Math.min(first.to(), first.from() + size), node, now, nanoTime, null);
    }
    long left = open.stream().mapToLong(Interval::size).sum();
    long size = Math.min(target(), Math.max(1, (left + 2L * slots - 1) / (2L * slots)));
    return hold(first.from(), Math.min(first.to(), first.from() + size), node, now, nanoTime, null);
  }

  private long target() {
    if (itemsPerSecond == 0) {
      return FIRST;
    }
    return Math.clamp((long) (itemsPerSecond * TARGET_SECONDS), 1, largest * GROWTH);
  }
}
