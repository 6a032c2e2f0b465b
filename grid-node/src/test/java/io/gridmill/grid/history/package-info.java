/** Checks that what concurrent callers saw of a task can have happened one after the other. */
@NullMarked
package io.gridmill.grid.history;

import org.jspecify.annotations.NullMarked;
