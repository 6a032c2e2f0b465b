package io.gridmill.cli;

import java.io.PrintWriter;

/**
 * Where a command writes: what was asked for to standard output, all else to standard error, where
 * lines that change are shown only to people.
 */
public final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private boolean open;

  /**
   * A console.
   *
   * @param terminal whether a person watches standard error
   */
  public Console(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Writes a line of what was asked for, at once. */
  public synchronized void print(String line) {
    clear();
    out.println(line);
    out.flush();
  }

  /** Writes a line about what happens. */
  public synchronized void say(String line) {
    clear();
    err.println(line);
    err.flush();
  }

  /** Shows a line that the next one takes the place of; only to people. */
  public synchronized void progress(String line) {
    if (terminal) {
      err.print("\r\u001b[K" + line);
      err.flush();
      open = true;
    }
  }

  /** Takes away the line that {@link #progress} showed. */
  public synchronized void clear() {
    if (open) {
      err.print("\r\u001b[K");
      err.flush();
      open = false;
    }
  }

  /** Whether a person watches. */
  public boolean isTerminal() {
    return terminal;
  }

  /** A bar such as {@code [######------] 50 %}. */
  public static String bar(double fraction) {
    int width = 24;
    int done = (int) Math.floor(Math.clamp(fraction, 0, 1) * width);
    return "["
        + "#".repeat(done)
        + "-".repeat(width - done)
        + "] "
        + (int) Math.floor(100 * Math.clamp(fraction, 0, 1))
        + " %";
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  void flush() {
    out.flush();
    err.flush();
  }
}
