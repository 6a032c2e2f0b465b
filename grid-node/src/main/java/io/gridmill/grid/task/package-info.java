/**
 * Tasks: what they are, how they change and who may change them.
 *
 * <p>{@link io.gridmill.grid.task.TaskLifecycle} says what an event makes of a task; {@link
 * io.gridmill.grid.task.TaskBoard} is the only writer of tasks and their items.
 */
@NullMarked
package io.gridmill.grid.task;

import org.jspecify.annotations.NullMarked;
