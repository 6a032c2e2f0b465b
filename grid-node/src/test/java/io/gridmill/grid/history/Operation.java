package io.gridmill.grid.history;

import org.jspecify.annotations.Nullable;

/**
 * One call, from when it was made to when its answer came.
 *
 * @param by who called
 * @param output the answer; null if none came, so that the call may have had its effect or not
 * @param called when it was made, by a counter that grows with all calls and answers
 * @param returned when its answer came; {@link #NEVER} if none did
 */
public record Operation<I, O>(String by, I input, @Nullable O output, long called, long returned) {
  public static final long NEVER = Long.MAX_VALUE;

  @Override
  public String toString() {
    String until = returned == NEVER ? "…" : Long.toString(returned);
    return "[%d, %s] %s: %s → %s".formatted(called, until, by, input, output);
  }
}
