package io.gridmill.job.client;

import io.gridmill.job.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the items of an array that failed, in their order.
 *
 * @param next the number to ask for the next ones from; null if there are no more
 */
public record ItemErrors(List<One> errors, @Nullable Long next) {
  public ItemErrors {
    errors = List.copyOf(errors);
  }

  /** An item that failed, and why. */
  public record One(long item, Failure failure) {}
}
