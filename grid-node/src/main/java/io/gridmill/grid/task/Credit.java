package io.gridmill.grid.task;

/**
 * Which of two leases did some items that both had.
 *
 * @param from the first item
 * @param to one past the last item
 */
public record Credit(long from, long to, long lease) {
  Interval range() {
    return new Interval(from, to);
  }
}
