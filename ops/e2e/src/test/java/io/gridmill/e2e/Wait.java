package io.gridmill.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what nothing tells of, by looking again and again. */
final class Wait {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Wait() {}

  /**
   * Returns when the condition holds.
   *
   * @param what is waited for, in words
   */
  static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited longer than " + PATIENCE + " for " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
