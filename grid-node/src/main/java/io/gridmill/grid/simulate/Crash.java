package io.gridmill.grid.simulate;

/** The end of a simulated process in the midst of what it does. */
public final class Crash extends Error {
  private static final long serialVersionUID = 1;

  public Crash(String process) {
    super(process + " crashes", null, false, false);
  }
}
