/** Puts a grid node together and starts it. */
@NullMarked
package io.gridmill.grid.node;

import org.jspecify.annotations.NullMarked;
