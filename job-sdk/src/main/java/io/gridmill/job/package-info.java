/**
 * The vocabulary that consumers and the grid share: what a task is, what it asks for, how it stands
 * and what went wrong.
 *
 * <p>A {@link io.gridmill.job.TaskSpec} says what to run; the grid answers with a {@link
 * io.gridmill.job.TaskId}; a {@link io.gridmill.job.TaskView} says how it stands. All of these are
 * immutable records that travel as JSON.
 */
@NullMarked
package io.gridmill.job;

import org.jspecify.annotations.NullMarked;
