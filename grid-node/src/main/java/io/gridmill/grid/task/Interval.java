package io.gridmill.grid.task;

/**
 * Items from one number to another.
 *
 * @param from the first item
 * @param to one past the last item
 */
public record Interval(long from, long to) {}
