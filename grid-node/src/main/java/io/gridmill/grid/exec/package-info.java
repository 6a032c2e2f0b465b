/**
 * Runs tasks on a node: {@link io.gridmill.grid.exec.TaskRunner} takes the scheduler's orders, has
 * worker processes carry them out, and tells the task board what came of them.
 */
@NullMarked
package io.gridmill.grid.exec;

import org.jspecify.annotations.NullMarked;
