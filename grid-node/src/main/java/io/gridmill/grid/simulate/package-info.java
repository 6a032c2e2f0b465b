/**
 * A world of one thread, in which the parts of a grid run as they are: with a clock that goes as
 * fast as they do, tables and a cluster that nothing real is behind, and faults where they are
 * wanted. The same seed makes the same world.
 */
@NullMarked
package io.gridmill.grid.simulate;

import org.jspecify.annotations.NullMarked;
