package io.gridmill.grid.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for an attempt or a lease, and for how much of its time. Attempts on nodes without
 * a price have none.
 *
 * @param earner the account that is to be paid, the owner of the node
 * @param perHour what is asked an hour for what the task holds of the node, in millionths of a unit
 * @param from when it started; null as long as its node has not told
 * @param to until when what it did is kept; null if nothing of it is
 */
public record Meter(String earner, long perHour, @Nullable Instant from, @Nullable Instant to) {
  /** The meter after the node has told that it started. */
  public Meter startedAt(Instant now) {
    return from == null ? new Meter(earner, perHour, now, to) : this;
  }

  /** The meter after what was done so far is kept. */
  public Meter keptAt(Instant now) {
    return new Meter(earner, perHour, from == null ? now : from, now);
  }
}
