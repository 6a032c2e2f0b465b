package io.gridmill.grid.schedule;

/**
 * One term of office of a singleton, done in steps by one thread: its own in a grid, the world's in
 * a simulation. Only the call that wakes it may come from others.
 */
public interface Term {
  /** Finds out how things stand, and listens from then on. Called once, before the first step. */
  void begin();

  /**
   * Does what there is to do now.
   *
   * @return in how many nanoseconds the next step is due, if nothing wakes the term before
   */
  long step();

  /** Listens no more. Called once, after the last step, also if that or {@link #begin} failed. */
  void end();
}
