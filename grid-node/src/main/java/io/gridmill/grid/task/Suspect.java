package io.gridmill.grid.task;

import java.time.Instant;

/**
 * Items one of which may have killed the worker that ran it. They are leased on their own, and
 * halved when their worker dies, until the one is found.
 *
 * @param from the first item
 * @param to one past the last item
 * @param times how often a worker died of the only item; 0 for several
 * @param notBefore when they may be leased again
 */
public record Suspect(long from, long to, int times, Instant notBefore) {
  Interval range() {
    return new Interval(from, to);
  }
}
