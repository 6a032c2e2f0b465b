package io.gridmill.job.client;

import io.gridmill.job.GridException;

/** What became of one of many submissions. */
public sealed interface Submitted {
  /**
   * The task.
   *
   * @throws GridException why there is none
   */
  TaskHandle task();

  /** The grid took it. */
  record Accepted(TaskHandle task) implements Submitted {}

  /** The grid did not take it. */
  record Refused(GridException error) implements Submitted {
    @Override
    public TaskHandle task() {
      throw error;
    }
  }
}
