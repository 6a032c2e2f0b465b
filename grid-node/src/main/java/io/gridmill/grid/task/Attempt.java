package io.gridmill.grid.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a task on one node.
 *
 * @param number 1 for the first; events of any other number are stale
 * @param node the node's name
 * @param memberId the member that the node was when it got the attempt
 * @param since when it was assigned
 * @param yielding why the node is to hand it back at its next checkpoint; null if it goes on
 */
public record Attempt(
    int number, String node, String memberId, Instant since, @Nullable String yielding) {
  /** An attempt that goes on. */
  public Attempt(int number, String node, String memberId, Instant since) {
    this(number, node, memberId, since, null);
  }

  /** Whether the node was asked to hand it back. */
  public boolean yields() {
    return yielding != null;
  }

  Attempt yieldingFor(String why) {
    return new Attempt(number, node, memberId, since, why);
  }
}
