package io.gridmill.job.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a task is where it is.
 *
 * @param reasons in words, what matters most first
 * @param expected about when it will start, if that can be told
 */
public record Explanation(List<String> reasons, @Nullable Instant expected) {
  public Explanation {
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
  }
}
