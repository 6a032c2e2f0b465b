package io.gridmill.job.runtime;

import io.gridmill.job.Failure;

/**
 * Why one item of an array failed.
 *
 * @param item the item's number in the array, from 0
 */
public record ItemFailure(long item, Failure failure) {}
