package io.gridmill.grid.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A range of items that one node works on.
 *
 * @param id grows with each lease of the task; events of a lease that is not held are stale
 * @param from the first item
 * @param to one past the last item
 * @param node the node's name
 * @param memberId the member that the node was when it got the lease
 * @param doubles the lease that is so slow that this one does some of its items, too; whoever is
 *     first with an item has done it; null for none
 */
public record Lease(
    long id,
    long from,
    long to,
    String node,
    String memberId,
    Instant since,
    @Nullable Long doubles) {
  /** A lease of items that no other has. */
  public Lease(long id, long from, long to, String node, String memberId, Instant since) {
    this(id, from, to, node, memberId, since, null);
  }

  Interval range() {
    return new Interval(from, to);
  }
}
