package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who waits for whom, and what is owed to waiters when those end. */
final class Dependencies {
  private final TaskBoard board;
  private final Map<TaskId, Set<TaskId>> waiters = new HashMap<>();
  private final Set<TaskId> unchecked = new HashSet<>();
  private final List<Change> owed = new ArrayList<>();

  Dependencies(TaskBoard board) {
    this.board = board;
  }

  /** Takes note of a waiter. Those that it waits for may have ended before; that is looked up. */
  void add(TaskId waiter, List<TaskId> on) {
    for (TaskId task : on) {
      waiters.computeIfAbsent(task, k -> new LinkedHashSet<>()).add(waiter);
      unchecked.add(task);
    }
  }

  void ended(TaskId task, TaskStatus status) {
    Set<TaskId> freed = waiters.remove(task);
    if (freed == null) {
      return;
    }
    for (TaskId waiter : freed) {
      owed.add(
          new Change(
              waiter,
              status == TaskStatus.SUCCEEDED
                  ? new TaskEvent.Release(task)
                  : new TaskEvent.Block(task, status)));
    }
  }

  /**
   * What waiters are to be told of those that have ended. A task that is not there any more counts
   * as cancelled.
   */
  List<Change> settle() {
    if (!unchecked.isEmpty()) {
      Map<TaskId, Task> rows = board.getAll(unchecked);
      for (TaskId task : unchecked) {
        Task row = rows.get(task);
        if (row == null) {
          ended(task, TaskStatus.CANCELLED);
        } else if (row.status().isTerminal()) {
          ended(task, row.status());
        }
      }
      unchecked.clear();
    }
    List<Change> told = List.copyOf(owed);
    owed.clear();
    return told;
  }
}
