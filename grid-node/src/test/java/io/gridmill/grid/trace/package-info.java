/** Traces in and out, and what policies make of them. */
@NullMarked
package io.gridmill.grid.trace;

import org.jspecify.annotations.NullMarked;
