/**
 * Traces of batch systems, read, made up and run through the scheduler in simulated time, and what
 * its decisions are worth.
 */
@NullMarked
package io.gridmill.grid.trace;

import org.jspecify.annotations.NullMarked;
