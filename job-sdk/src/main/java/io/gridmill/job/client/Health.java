package io.gridmill.job.client;

import org.jspecify.annotations.Nullable;

/**
 * Whether the grid behind a gateway takes work.
 *
 * @param nodes how many nodes it has
 * @param reason why not, if it does not; null else
 */
public record Health(Status status, int nodes, @Nullable String reason) {
  /** The whole answer in a word. */
  public enum Status {
    UP,
    DOWN
  }

  public static Health up(int nodes) {
    return new Health(Status.UP, nodes, null);
  }

  public static Health down(String reason) {
    return new Health(Status.DOWN, 0, reason);
  }
}
