package io.gridmill.gateway.submit;

import io.gridmill.grid.task.Task;
import io.gridmill.job.GridException;

/** What became of a task that a caller wanted. */
public sealed interface Outcome {
  /**
   * The grid has it.
   *
   * @param fresh false if an earlier request with the same idempotency key made it
   */
  record Kept(Task task, boolean fresh) implements Outcome {}

  /** The grid does not take it. */
  record Refused(GridException why) implements Outcome {}
}
