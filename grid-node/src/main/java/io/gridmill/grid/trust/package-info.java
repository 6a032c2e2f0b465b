/** What nodes' results are worth, by what became of those that were compared. */
@NullMarked
package io.gridmill.grid.trust;

import org.jspecify.annotations.NullMarked;
