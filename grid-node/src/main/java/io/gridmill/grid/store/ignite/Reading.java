package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who looks through a node's rows by a thread that is not Ignite's. All must be out before the node
 * stops: it takes its memory away under them, and the process dies of that.
 */
final class Reading {
  private static final Logger log = LoggerFactory.getLogger(Reading.class);
  private static final int MOST = 10_000;
  private static final long PATIENCE_SECONDS = 10;

  private final Semaphore places = new Semaphore(MOST);
  private volatile boolean over;

  /**
   * Reads, calling {@link #check} now and then.
   *
   * @throws GridException if the node stops
   */
  <T> T during(Supplier<T> read) {
    places.acquireUninterruptibly();
    try {
      check();
      return read.get();
    } finally {
      places.release();
    }
  }

  /** Ends reading if the node stops. */
  void check() {
    if (over) {
      throw new GridException(ErrorCode.UNAVAILABLE, "the node stops");
    }
  }

  /** Has all readers end, and waits for them. */
  void end() {
    over = true;
    try {
      if (places.tryAcquire(MOST, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        places.release(MOST);
      } else {
        log.warn("rows are still being read; the node stops all the same");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
