package io.gridmill.gateway.api;

import static java.util.stream.Collectors.joining;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what stands in paths and queries. */
final class Params {
  private Params() {}

  /** A task's id; text that cannot be one names a task that there is not. */
  static TaskId taskId(String text) {
    try {
      return new TaskId(text);
    } catch (GridException malformed) {
      throw new GridException(ErrorCode.TASK_NOT_FOUND, "there is no task " + text, malformed);
    }
  }

  static long number(String field, @Nullable String text, long least, long most, long otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    String expected = "a whole number from " + least + " to " + most;
    try {
      long value = Long.parseLong(text);
      if (value < least || value > most) {
        throw GridException.invalid(field, text, expected);
      }
      return value;
    } catch (NumberFormatException e) {
      throw GridException.invalid(field, text, expected);
    }
  }

  static boolean flag(String field, @Nullable String text) {
    return switch (text) {
      case null -> false;
      case "", "true" -> true;
      case "false" -> false;
      default -> throw GridException.invalid(field, text, "true or false");
    };
  }

  /** The constant that a word names. */
  static <E extends Enum<E>> E constant(String field, String word, E[] all) {
    for (E one : all) {
      if (one.name().equalsIgnoreCase(word.strip())) {
        return one;
      }
    }
    throw GridException.invalid(
        field, word, "one of " + Arrays.stream(all).map(Enum::name).collect(joining(", ")));
  }
}
