package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The body of every answer that is an error: RFC 9457 {@code application/problem+json}.
 *
 * @param type a URI that names the kind of error, such as {@code
 *     https://gridmill.io/errors/invalid-argument}
 * @param title the kind of error in words
 * @param status the HTTP status
 * @param code the kind of error as a word for programs
 * @param detail what was wrong in this request
 * @param field the field that was wrong; null if none was
 * @param traceId what to report; only where the grid itself failed
 */
public record Problem(
    String type,
    String title,
    int status,
    ErrorCode code,
    @Nullable String detail,
    @Nullable String field,
    @Nullable String traceId) {}
