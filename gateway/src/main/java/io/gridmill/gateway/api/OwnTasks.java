package io.gridmill.gateway.api;

import io.gridmill.grid.account.Caller;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;

/** The tasks that a caller may see; others look as if they were not there. */
public final class OwnTasks {
  private final TaskBoard board;

  public OwnTasks(TaskBoard board) {
    this.board = board;
  }

  /**
   * A task.
   *
   * @throws GridException with {@link ErrorCode#TASK_NOT_FOUND}, also if it is somebody else's
   */
  Task get(Caller caller, String id) {
    TaskId taskId = Params.taskId(id);
    return board
        .get(taskId)
        .filter(task -> caller.mayRead(task.owner()))
        .orElseThrow(() -> missing(taskId));
  }

  static GridException missing(TaskId id) {
    return new GridException(ErrorCode.TASK_NOT_FOUND, "there is no task " + id);
  }
}
