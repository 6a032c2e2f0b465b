package io.gridmill.gateway.api;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.client.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The bodies of answers that are errors. */
public final class Problems {
  public static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

  /** A problem of the request. */
  public static Problem of(ErrorCode code, @Nullable String detail, @Nullable String field) {
    return new Problem(type(code), title(code), code.httpStatus(), code, detail, field, null);
  }

  /** A problem that HTTP has a status of its own for. */
  static Problem of(int status, ErrorCode code, @Nullable String detail, @Nullable String field) {
    return new Problem(type(code), title(code), status, code, detail, field, null);
  }

  /** A defect of the grid: the answer shows nothing but what to report. */
  public static Problem internal(String traceId) {
    ErrorCode code = ErrorCode.INTERNAL;
    return new Problem(
        type(code),
        title(code),
        code.httpStatus(),
        code,
        "the grid failed; report trace id " + traceId,
        null,
        traceId);
  }

  private static String type(ErrorCode code) {
    return "https://gridmill.io/errors/" + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String title(ErrorCode code) {
    String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
