package io.gridmill.gateway.api;

import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Downstream;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.StatusChange;
import java.util.Optional;

/** What owners do to their tasks. */
public final class TaskChanges {
  private static final String BY_OWNER = "cancelled by its owner";

  private final TaskBoard board;
  private final TaskLogs logs;

  public TaskChanges(TaskBoard board, TaskLogs logs) {
    this.board = board;
    this.logs = logs;
  }

  /**
   * Holds a task, lets it go on or ends it; one that stands like that already stays as it is.
   *
   * @param downstream whether all that depend on a task that is cancelled are, too; it may have
   *     ended itself
   * @throws GridException with {@link ErrorCode#CONFLICT} if its state does not allow it
   */
  Task apply(Task task, StatusChange change, boolean downstream) {
    if (downstream && change.status() == TaskStatus.CANCELLED) {
      cancelDownstream(task);
      if (task.status().isTerminal()) {
        return task;
      }
    }
    TaskEvent event =
        switch (change.status()) {
          case PAUSED -> new TaskEvent.Pause();
          case RUNNING -> new TaskEvent.Resume();
          default -> new TaskEvent.Cancel(change.reason() == null ? BY_OWNER : change.reason());
        };
    Applied applied = board.apply(task.id(), event);
    Task now = applied.task();
    if (now == null) {
      throw OwnTasks.missing(task.id());
    }
    if (!applied.accepted() && now.status() != change.status()) {
      throw new GridException(
          ErrorCode.CONFLICT,
          "task %s %s, so it cannot become %s (it is %s)"
              .formatted(now.id(), applied.refusal(), change.status(), now.status()));
    }
    return now;
  }

  /**
   * Cancels a task that has not ended, and forgets one that has.
   *
   * @param downstream whether all that depend on it are cancelled, too
   * @return the cancelled task; empty if it was forgotten
   */
  Optional<Task> cancelOrRemove(Task task, boolean downstream) {
    if (downstream) {
      cancelDownstream(task);
    }
    Applied applied = board.apply(task.id(), new TaskEvent.Cancel(BY_OWNER));
    Task now = applied.task();
    if (now != null && applied.accepted()) {
      return Optional.of(now);
    }
    if (now != null) {
      remove(now);
    }
    return Optional.empty();
  }

  private void cancelDownstream(Task task) {
    String reason = "cancelled with task " + task.id() + ", which it depends on";
    var _ = new Downstream(board, task.owner()).cancel(task.id(), reason);
  }

  private void remove(Task ended) {
    if (!ended.owed().isEmpty()) {
      throw new GridException(
          ErrorCode.UNAVAILABLE,
          "task " + ended.id() + " has ended, but not all have been told yet; try again");
    }
    logs.remove(ended.id());
    board.remove(ended.id());
  }
}
