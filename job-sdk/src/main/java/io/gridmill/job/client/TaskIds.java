package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import java.util.List;

/** The tasks to show, at most {@value #MAX}. */
public record TaskIds(List<TaskId> ids) {
  /** The most ids of one request. */
  public static final int MAX = 1000;

  public TaskIds {
    if (ids == null || ids.size() > MAX) {
      throw GridException.invalid("ids", ids == null ? null : ids.size() + " ids", "0 to " + MAX);
    }
    ids = List.copyOf(ids);
  }
}
