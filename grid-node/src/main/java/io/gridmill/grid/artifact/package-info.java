/**
 * The artifact store: content of any size, named by its digest, and the files that nodes keep of
 * it.
 *
 * <p>{@link io.gridmill.grid.artifact.Artifacts} keeps content in the grid, {@link
 * io.gridmill.grid.artifact.LocalCache} brings it to a node as files.
 */
@NullMarked
package io.gridmill.grid.artifact;

import org.jspecify.annotations.NullMarked;
