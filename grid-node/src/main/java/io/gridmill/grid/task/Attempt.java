package io.gridmill.grid.task;

import io.gridmill.grid.ledger.Meter;
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
 * @param meter what its node asks for it; null if nothing
 */
public record Attempt(
    int number,
    String node,
    String memberId,
    Instant since,
    @Nullable String yielding,
    @Nullable Meter meter) {
  /** An attempt that goes on, on a node without a price. */
  public Attempt(int number, String node, String memberId, Instant since) {
    this(number, node, memberId, since, null, null);
  }

  static Attempt of(TaskEvent.AssignReplica assign, Instant now) {
    return new Attempt(
        assign.attempt(), assign.node(), assign.memberId(), now, null, assign.meter());
  }

  /** Whether the node was asked to hand it back. */
  public boolean yields() {
    return yielding != null;
  }

  Attempt yieldingFor(String why) {
    return new Attempt(number, node, memberId, since, why, meter);
  }

  /** The attempt after its node has told that it started. */
  Attempt startedAt(Instant now) {
    return meter == null ? this : with(meter.startedAt(now));
  }

  /** The attempt after what it did so far is kept. */
  Attempt keptAt(Instant now) {
    return meter == null ? this : with(meter.keptAt(now));
  }

  private Attempt with(Meter other) {
    return new Attempt(number, node, memberId, since, yielding, other);
  }
}
