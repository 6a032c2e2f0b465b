/** Tables and a cluster within one process, for tests and for running jobs without a grid. */
@NullMarked
package io.gridmill.grid.store.memory;

import org.jspecify.annotations.NullMarked;
