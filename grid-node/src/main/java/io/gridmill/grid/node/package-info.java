/** Puts a grid node together and runs it. */
@NullMarked
package io.gridmill.grid.node;

import org.jspecify.annotations.NullMarked;
