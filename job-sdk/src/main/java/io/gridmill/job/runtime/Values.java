package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.wire.Wire;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what jobs are given and writes what they give. */
final class Values {
  private static final RawJson NULL = new RawJson("null");

  private Values() {}

  /**
   * Reads a value of the task.
   *
   * @param what what it is called in messages
   * @throws GridException with {@code BAD_INPUT}
   */
  static Object decode(String what, @Nullable RawJson json, Type type) {
    Object value;
    try {
      value = json == null ? null : Wire.read(json.json().getBytes(StandardCharsets.UTF_8), type);
    } catch (GridException e) {
      throw refused(what, e);
    }
    if (value == null) {
      throw missing(what, type);
    }
    return value;
  }

  /** The input of a job that runs once: null, exactly if it reads {@link Void}. */
  static @Nullable Object input(JobClass job, RunContext context) throws JobFailure {
    RawJson json = context.rawInput().orElse(null);
    try {
      if (job.input() != Void.class) {
        return decode("input", json, job.input());
      }
      if (json != null && !json.json().strip().equals("null")) {
        throw badInput(GridException.invalid("input", json, "none, as the job reads Void"));
      }
      return null;
    } catch (GridException e) {
      throw Failures.of(e);
    }
  }

  /**
   * Writes the result of a task or an item.
   *
   * @throws GridException with {@code JOB_FAILED}, if it cannot be written
   */
  static RawJson result(@Nullable Object value) {
    return value == null ? NULL : new RawJson(new String(line(value), StandardCharsets.UTF_8));
  }

  /** As {@link #result}, in bytes. */
  static byte[] line(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return value.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
    try {
      byte[] json = Wire.bytes(value);
      // Raw JSON is written as it is: read it, so that it is JSON, and lose its line feeds.
      return value instanceof RawJson ? Wire.bytes(Wire.read(json, RawJson.class)) : json;
    } catch (GridException e) {
      throw new GridException(ErrorCode.JOB_FAILED, placed("result", e), e);
    }
  }

  static GridException missing(String what, Type type) {
    return badInput(GridException.invalid(what, null, shown(type)));
  }

  /** The same refusal, said of a value that is part of the task. */
  static GridException refused(String what, GridException e) {
    return new GridException(ErrorCode.BAD_INPUT, placed(what, e), e);
  }

  /** The message of a refusal, with the field's path starting at this value. */
  private static String placed(String what, GridException e) {
    String message = String.valueOf(e.getMessage());
    String field = e.field();
    if (field == null || !message.startsWith(field)) {
      return what + ": " + message;
    }
    if (field.equals("body")) {
      return what + message.substring(field.length());
    }
    return what + (field.startsWith("[") ? "" : ".") + message;
  }

  private static GridException badInput(GridException e) {
    return new GridException(ErrorCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
  }

  private static String shown(Type type) {
    return "JSON that reads as " + Wire.shortName(type);
  }
}
