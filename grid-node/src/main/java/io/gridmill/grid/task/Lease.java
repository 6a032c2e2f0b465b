package io.gridmill.grid.task;

import io.gridmill.grid.ledger.Meter;
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
 * @param meter what its node asks for it; null if nothing
 */
public record Lease(
    long id,
    long from,
    long to,
    String node,
    String memberId,
    Instant since,
    @Nullable Long doubles,
    @Nullable Meter meter) {
  /** A lease of items that no other has. */
  public Lease(long id, long from, long to, String node, String memberId, Instant since) {
    this(id, from, to, node, memberId, since, null);
  }

  /** A lease on a node without a price. */
  public Lease(
      long id,
      long from,
      long to,
      String node,
      String memberId,
      Instant since,
      @Nullable Long doubles) {
    this(id, from, to, node, memberId, since, doubles, null);
  }

  /** The lease after some of its items are kept. */
  Lease keptAt(Instant now) {
    return meter == null
        ? this
        : new Lease(id, from, to, node, memberId, since, doubles, meter.keptAt(now));
  }

  Interval range() {
    return new Interval(from, to);
  }
}
