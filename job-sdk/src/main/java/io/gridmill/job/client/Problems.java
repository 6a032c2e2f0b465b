package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns answers that are errors, and the lack of answers, into exceptions. */
final class Problems {
  private Problems() {}

  /** No connection to the grid could be made. */
  static GridException noGrid(URI base, @Nullable Throwable cause) {
    return new GridException(
        ErrorCode.UNAVAILABLE,
        "no grid answers at "
            + base
            + ": start one with `gridmill up`, or name another with --url / GRIDMILL_URL",
        cause);
  }

  /** The connection broke, or no answer came in time. */
  static GridException broken(URI base, Call call, Throwable cause) {
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new GridException(
        ErrorCode.UNAVAILABLE,
        call.method() + " " + base + call.path() + " got no answer: " + why,
        cause);
  }

  /** The answer to a call was an error. */
  static GridException of(URI base, Call call, int status, byte[] body) {
    Map<?, ?> problem = problem(body);
    if (problem == null) {
      return new GridException(
          codeOf(status),
          call.method()
              + " "
              + base
              + call.path()
              + " was answered with "
              + status
              + ", and not as a Gridmill gateway does: is the URL right?");
    }
    return GridException.of(
        code(problem.get("code"), status), text(problem.get("field")), message(problem));
  }

  private static String message(Map<?, ?> problem) {
    String detail = text(problem.get("detail"));
    String title = text(problem.get("title"));
    String trace = text(problem.get("traceId"));
    String said = detail != null ? detail : title != null ? title : "no reason given";
    return trace == null ? said : said + " (trace " + trace + ")";
  }

  private static @Nullable Map<?, ?> problem(byte[] body) {
    try {
      Map<?, ?> problem = Wire.readOwn(body, Map.class);
      return problem.containsKey("code") ? problem : null;
    } catch (GridException notJson) {
      return null;
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** The code by its name; of a newer grid's new code, the nearest that this release knows. */
  private static ErrorCode code(@Nullable Object name, int status) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return codeOf(status);
  }

  private static ErrorCode codeOf(int status) {
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
      case 409 -> ErrorCode.CONFLICT;
      case 413 -> ErrorCode.TOO_LARGE;
      case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 502, 503, 504 -> ErrorCode.UNAVAILABLE;
      case 507 -> ErrorCode.STORAGE_FULL;
      default -> status >= 500 ? ErrorCode.INTERNAL : ErrorCode.INVALID_ARGUMENT;
    };
  }
}
