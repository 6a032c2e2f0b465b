package io.gridmill.gateway.submit;

import io.gridmill.grid.task.NewTask;
import io.gridmill.job.GridException;

/** Whether what a caller wants may become a task. */
public sealed interface Verdict {
  /**
   * It may.
   *
   * @param keyed whether its id was derived from an idempotency key, and so may be taken already
   */
  record Accepted(NewTask task, boolean keyed) implements Verdict {}

  /** It may not. */
  record Refused(GridException why) implements Verdict {}
}
