package io.gridmill.grid.task;

import io.gridmill.job.Failure;

/** Why one item of an array failed. */
public record ItemError(long item, Failure failure) {}
