package io.gridmill.grid.delivery;

import org.jspecify.annotations.Nullable;

/**
 * How a try ended.
 *
 * @param id the delivery
 * @param tries which try it was, 1 being the first
 * @param error why it did not arrive; null if it did
 */
public record Settlement(String id, int tries, @Nullable String error) {
  public static Settlement delivered(Delivery tried) {
    return new Settlement(tried.id(), tried.tries(), null);
  }

  public static Settlement failed(Delivery tried, String error) {
    return new Settlement(tried.id(), tried.tries(), error);
  }
}
