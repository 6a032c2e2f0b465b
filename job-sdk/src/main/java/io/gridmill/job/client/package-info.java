/**
 * The typed client of a grid's gateway, and the bodies of its HTTP interface.
 *
 * <p>A {@code GridClient} submits {@link io.gridmill.job.TaskSpec}s and gives handles to wait with.
 * The records here are what both sides of the interface write and read as JSON, see {@link
 * io.gridmill.job.wire.Wire}.
 */
@NullMarked
package io.gridmill.job.client;

import org.jspecify.annotations.NullMarked;
