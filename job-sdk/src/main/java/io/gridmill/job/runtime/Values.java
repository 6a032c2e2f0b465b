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

  static RawJson result(@Nullable Object value) {
    return value == null ? NULL : new RawJson(Wire.text(value));
  }

  static GridException missing(String what, Type type) {
    return badInput(GridException.invalid(what, null, shown(type)));
  }

  /** The same refusal, said of a value that is part of the task. */
  static GridException refused(String what, GridException e) {
    String message = String.valueOf(e.getMessage());
    String field = e.field();
    if (field == null || !message.startsWith(field)) {
      message = what + ": " + message;
    } else if (field.equals("body")) {
      message = what + message.substring(field.length());
    } else {
      message = what + (field.startsWith("[") ? "" : ".") + message;
    }
    return new GridException(ErrorCode.BAD_INPUT, message, e);
  }

  private static GridException badInput(GridException e) {
    return new GridException(ErrorCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
  }

  private static String shown(Type type) {
    String name = type.getTypeName().replaceAll("[a-z][\\w.]*\\.", "");
    return "JSON that reads as " + name.substring(name.lastIndexOf('$') + 1);
  }
}
