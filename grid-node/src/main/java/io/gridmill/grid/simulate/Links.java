package io.gridmill.grid.simulate;

/** How messages go from one process to another; by default at once. */
public interface Links {
  Links PERFECT = (from, to) -> 0;

  /** A message that does not arrive as long as both are members. */
  long LOST = -1;

  /** How many nanoseconds the next message takes; {@link #LOST} if it gets stuck. */
  long nanos(String from, String to);
}
