/** What the nodes of a grid offer, and whether they are well. */
@NullMarked
package io.gridmill.grid.resource;

import org.jspecify.annotations.NullMarked;
