package io.gridmill.grid.exec;

import io.gridmill.grid.artifact.Lease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The assignments of one key that wait, and the workers that serve them. Guarded by the pool's
 * monitor.
 */
final class Lane {
  /** Tasks that take less than this are short: workers are given several at a time. */
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long AHEAD = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MOST_AHEAD = 128;
  private static final long UNKNOWN = -1;

  final WorkerKey key;
  final Deque<Assignment> ready = new ArrayDeque<>();
  final List<JavaWorker> workers = new ArrayList<>();

  /** How many workers are on their way. */
  int starting;

  /** The class path; null while it is not here. */
  @Nullable Lease classPath;

  boolean fetching;

  /** When it last had hope for another worker. */
  long helpedAt = System.nanoTime();

  private long usualNanos = UNKNOWN;
  private long ended;
  private long endedBefore;
  private long countedAt;
  private double rate;

  Lane(WorkerKey key) {
    this.key = key;
  }

  /** Learns how long a task of this key ran. */
  void ran(long nanos) {
    ended++;
    usualNanos = usualNanos == UNKNOWN ? nanos : (usualNanos * 7 + nanos) / 8;
  }

  /** Learns that a task of this key has been running for so long. */
  void runs(long nanos) {
    usualNanos = Math.max(usualNanos, nanos);
  }

  /** Whether tasks of this key have been short of late. */
  boolean isShort() {
    return usualNanos != UNKNOWN && usualNanos < SHORT;
  }

  /** How many assignments a worker may have at a time. */
  int window() {
    return isShort() ? Math.clamp(AHEAD / (usualNanos + 1), 2, MOST_AHEAD) : 1;
  }

  /** How long its workers will need for what waits, if they go on as of late. */
  long backlogNanos() {
    return ready.size() * Math.max(0, usualNanos) / Math.max(1, workers.size() + starting);
  }

  /** How many tasks of this key end in a second, as of the last whole second. */
  double rate(long now) {
    long elapsed = now - countedAt;
    if (countedAt == 0 || elapsed > TimeUnit.SECONDS.toNanos(1)) {
      rate = countedAt == 0 ? 0 : (ended - endedBefore) * 1e9 / elapsed;
      countedAt = now;
      endedBefore = ended;
    }
    return rate;
  }

  boolean isUnused() {
    return ready.isEmpty() && workers.isEmpty() && starting == 0 && !fetching;
  }

  /** Such as {@code ann: 12 wait, 2 workers, 1 starting}. */
  @Override
  public String toString() {
    return "%s: %d wait, %d workers, %d starting, %.1f a second, %.1f ms each"
        .formatted(key.owner(), ready.size(), workers.size(), starting, rate, usualNanos / 1e6);
  }
}
