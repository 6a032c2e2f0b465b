package io.gridmill.job.client;

import io.gridmill.job.GridException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a node is to be free of work.
 *
 * @param from what would last beyond this is not given to it any more; default now
 * @param until when it may work again; default: when somebody says so
 * @param reason what people are told
 */
public record MaintenancePlan(
    @Nullable Instant from, @Nullable Instant until, @Nullable String reason) {
  public MaintenancePlan {
    if (reason != null && reason.length() > 200) {
      throw GridException.invalid("reason", reason, "at most 200 characters");
    }
  }
}
