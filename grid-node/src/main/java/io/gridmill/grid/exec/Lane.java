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

  private long usualNanos = UNKNOWN;

  Lane(WorkerKey key) {
    this.key = key;
  }

  /** Learns how long a task of this key ran. */
  void ran(long nanos) {
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
    return ready.size() * Math.max(0, usualNanos) / Math.max(1, workers.size());
  }

  boolean isUnused() {
    return ready.isEmpty() && workers.isEmpty() && starting == 0 && !fetching;
  }
}
