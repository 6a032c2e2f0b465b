package io.gridmill.grid.schedule;

import io.gridmill.grid.store.Query;
import io.gridmill.job.TaskStatus;
import java.util.stream.Stream;

/** Which tasks' rows a scheduler reads. */
final class TaskNews {
  /** Whatever changes, but that a task was assigned: the scheduler has done that itself. */
  static final Query WATCHED =
      Query.ALL.andIn(
          "status",
          Stream.of(TaskStatus.values())
              .filter(s -> s != TaskStatus.ASSIGNED)
              .map(Enum::name)
              .toList());

  static final Query NOT_ENDED =
      Query.ALL.andIn(
          "status",
          Stream.of(TaskStatus.values()).filter(s -> !s.isTerminal()).map(Enum::name).toList());

  private TaskNews() {}
}
