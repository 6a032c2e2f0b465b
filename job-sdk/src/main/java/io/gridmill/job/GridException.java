package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * Every error that Gridmill reports: a stable code, and a message that says what to do about it.
 */
public final class GridException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String field;

  public GridException(ErrorCode code, String message) {
    this(code, null, message, null);
  }

  public GridException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, null, message, cause);
  }

  private GridException(
      ErrorCode code, @Nullable String field, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.field = field;
  }

  /** A bad value: says which field, what it was, and what was expected. */
  public static GridException invalid(String field, @Nullable Object value, String expected) {
    String message = field + ": " + shown(value) + " (expected: " + expected + ")";
    return new GridException(ErrorCode.INVALID_ARGUMENT, field, message, null);
  }

  /** An error that another program reported, with the field that was wrong, if one was. */
  public static GridException of(ErrorCode code, @Nullable String field, String message) {
    return new GridException(code, field, message, null);
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "missing";
    }
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  public ErrorCode code() {
    return code;
  }

  /** The field that was wrong, as a path such as {@code retry.maxAttempts}; null if none was. */
  public @Nullable String field() {
    return field;
  }
}
