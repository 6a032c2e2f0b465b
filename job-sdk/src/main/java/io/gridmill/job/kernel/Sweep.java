package io.gridmill.job.kernel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a run of indices by the calling thread and, where that pays, by helpers.
 *
 * <p>All claim chunks from one counter, so whoever is fast does more. A chunk is sized by time,
 * from what the last one cost for each index, and shrinks towards the end so that all finish
 * together. The caller starts alone; helpers are called once the work that is left is worth waking
 * a thread ({@link #FORK_NANOS}), which a launch that has run before knows at once. The caller
 * never waits for a helper that has not begun, so sweeps inside sweeps cannot deadlock.
 */
final class Sweep {

  /** Work for which a helper is woken; well above the 5 to 50 µs that a wake-up takes. */
  static final long FORK_NANOS = 50_000;

  /** What a chunk should take: short enough to stop soon, long enough to cost nothing. */
  private static final long CHUNK_NANOS = 500_000;

  /** What a chunk should take while the caller is alone and still measuring. */
  private static final long SOLO_NANOS = 25_000;

  /** What a chunk should at least take, however few indices are left. */
  private static final long LEAST_NANOS = 10_000;

  /** How much larger than the last a chunk may be: one cheap index says little of the next. */
  private static final int GROWTH = 4;

  /**
   * How much dearer an index may look than in the run before: a thread that lost its core for a
   * moment measures that moment, and small work would be shared out for nothing.
   */
  private static final double DRIFT = 1.5;

  /** Computes the indices from {@code from}, inclusive, to {@code to}, exclusive. */
  interface Chunk {
    void run(long from, long to);
  }

  private final long count;
  private final Chunk chunk;
  private final int threads;
  private final Executor executor;
  private final Thread caller = Thread.currentThread();
  private final AtomicLong next = new AtomicLong();
  private final AtomicInteger busyHelpers = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final LongAdder nanos = new LongAdder();
  private final double before;
  private volatile double nanosPerIndex;
  private volatile boolean forked;

  /**
   * A sweep to be run by the constructing thread.
   *
   * @param nanosPerIndex what an index cost the last time, or 0 where that is not known
   */
  Sweep(long count, Chunk chunk, int threads, Executor executor, double nanosPerIndex) {
    this.count = count;
    this.chunk = chunk;
    this.threads = threads;
    this.executor = executor;
    this.before = nanosPerIndex;
    this.nanosPerIndex = nanosPerIndex;
    this.forked = threads == 1;
  }

  /**
   * Computes all indices and returns what one of them cost, in nanoseconds of one thread.
   *
   * @throws CancellationException if the caller was interrupted before all were begun; the message
   *     is the number of those that were not
   */
  double run() {
    long size = nanosPerIndex == 0 ? 1 : wanted();
    forkIfWorthIt(count, size);
    long leftOut = work(size);
    awaitHelpers();
    switch (failure.get()) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> {}
    }
    if (leftOut > 0) {
      throw new CancellationException(Long.toString(leftOut));
    }
    double cost = (double) nanos.sum() / count;
    return before == 0 ? cost : Math.min(cost, before * DRIFT);
  }

  /** Claims and computes chunks until none is left; returns how many indices it cancelled. */
  private long work(long firstSize) {
    boolean leads = Thread.currentThread().equals(caller);
    long size = firstSize;
    while (true) {
      if (leads && caller.isInterrupted()) {
        return Math.max(0, count - next.getAndSet(count));
      }
      long from = next.get();
      if (from >= count) {
        return 0;
      }
      size = Math.clamp(size, 1, shareOf(count - from));
      long to = from + size;
      if (!next.compareAndSet(from, to)) {
        continue;
      }
      long start = System.nanoTime();
      try {
        chunk.run(from, to);
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
        next.set(count);
        return 0;
      }
      long took = Math.max(1, System.nanoTime() - start);
      nanos.add(took);
      nanosPerIndex = (double) took / size;
      size = wanted() / GROWTH < size ? wanted() : size * GROWTH;
      if (leads) {
        forkIfWorthIt(count - next.get(), size);
      }
    }
  }

  private long wanted() {
    return Math.max(1, (long) ((forked ? CHUNK_NANOS : SOLO_NANOS) / nanosPerIndex));
  }

  /** The most that one thread may claim: alone everything, else half of a fair share. */
  private long shareOf(long left) {
    if (!forked || threads == 1 || nanosPerIndex == 0) {
      return left;
    }
    long least = Math.max(1, (long) (LEAST_NANOS / nanosPerIndex));
    return Math.min(left, Math.max(least, left / (2L * threads)));
  }

  private void forkIfWorthIt(long left, long size) {
    double worth = left * nanosPerIndex / FORK_NANOS;
    if (forked || worth <= 1) {
      return;
    }
    forked = true;
    int helpers = (int) Math.min(threads - 1, Math.ceil(worth));
    for (int h = 0; h < helpers; h++) {
      executor.execute(() -> help(size));
    }
  }

  private void help(long size) {
    busyHelpers.incrementAndGet();
    try {
      work(size);
    } finally {
      if (busyHelpers.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }
  }

  /** Waits for helpers that are computing; a helper counts itself before it claims. */
  private void awaitHelpers() {
    boolean interrupted = false;
    while (busyHelpers.get() > 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      caller.interrupt();
    }
  }
}
