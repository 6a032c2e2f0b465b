package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * Why an attempt or a task failed.
 *
 * @param code the stable word for it
 * @param message one line that says what happened, with exit code or signal where there is one
 * @param detail a stack trace or the last log lines; null if there is nothing to show
 */
public record Failure(ErrorCode code, String message, @Nullable String detail) {
  public static Failure of(ErrorCode code, String message) {
    return new Failure(code, message, null);
  }
}
