package io.gridmill.grid.schedule;

/**
 * How many tasks of one shape a node may hold beyond those that it runs, so that short tasks do not
 * wait for a round trip each.
 *
 * <p>The window grows while tasks come back within {@link #QUICK_NANOS} of being assigned, and
 * halves when one takes longer than {@link #SLOW_NANOS}: the rule of TCP Vegas, with tasks for
 * packets. As there, all that was on its way with the slow one is let come back before it halves
 * again, or one pause of a JVM would close it. Long tasks never open it.
 */
final class Backlog {
  static final long QUICK_NANOS = 100_000_000;
  static final long SLOW_NANOS = 300_000_000;
  static final int MOST = 2000;

  private double window;
  private int forgiven;

  /** How many more than its slots the node may hold. */
  int size() {
    return (int) window;
  }

  void completed(long nanos) {
    forgiven = Math.max(0, forgiven - 1);
    if (nanos < QUICK_NANOS) {
      window = Math.min(MOST, window + 1);
    } else if (nanos > SLOW_NANOS && forgiven <= 0) {
      forgiven = size();
      window = window / 2;
    }
  }

  void failed() {
    window = 0;
  }
}
