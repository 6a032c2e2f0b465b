package io.gridmill.grid.simulate;

/** How messages go from one process to another; by default at once. */
public interface Links {
  Links PERFECT = (from, to) -> 0;

  /** A message that never arrives. */
  long LOST = -1;

  /** A message that waits until there is a way, see {@link SimulatedRing#retry}. */
  long STUCK = -2;

  /** How many nanoseconds the next message takes, {@link #LOST} or {@link #STUCK}. */
  long nanos(String from, String to);
}
