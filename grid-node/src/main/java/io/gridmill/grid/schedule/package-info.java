/**
 * Which task runs where, and when.
 *
 * <p>One {@link io.gridmill.grid.schedule.Scheduler} runs in a grid, on a core node. What it knows
 * it keeps in memory and can rebuild from the tasks' rows: the queue, the nodes' free slots, who
 * waits for whom.
 */
@NullMarked
package io.gridmill.grid.schedule;

import org.jspecify.annotations.NullMarked;
