package io.gridmill.grid.schedule;

/**
 * How many tasks of one shape a node may hold beyond those that it runs, so that short tasks do not
 * wait for a round trip each.
 *
 * <p>The window grows while tasks come back within {@link #QUICK_NANOS} of being assigned, and
 * halves when one takes longer than {@link #SLOW_NANOS}: the rule of TCP Vegas, with tasks for
 * packets. Long tasks never open it.
 */
final class Backlog {
  static final long QUICK_NANOS = 40_000_000;
  static final long SLOW_NANOS = 120_000_000;
  static final int MOST = 2000;

  private double window;

  /** How many more than its slots the node may hold. */
  int size() {
    return (int) window;
  }

  void completed(long nanos) {
    if (nanos < QUICK_NANOS) {
      window = Math.min(MOST, window + 1);
    } else if (nanos > SLOW_NANOS) {
      window = window / 2;
    }
  }

  void failed() {
    window = 0;
  }
}
