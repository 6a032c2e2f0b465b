package io.gridmill.job.runtime;

import io.gridmill.job.RawJson;

/**
 * The combined results of some items of an array.
 *
 * @param from the first item
 * @param to the item after the last
 */
public record CombinedRange(long from, long to, RawJson value) {}
