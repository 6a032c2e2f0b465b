package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import org.jspecify.annotations.Nullable;

/**
 * Why a line of a batch was refused.
 *
 * @param field the field of the line that was wrong; null if none was
 */
public record Refusal(ErrorCode code, String message, @Nullable String field) {
  public static Refusal of(GridException e) {
    return new Refusal(e.code(), String.valueOf(e.getMessage()), e.field());
  }
}
