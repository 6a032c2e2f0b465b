package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who waits for whom, and what is owed to waiters when those end.
 *
 * <p>Costs a list entry a dependency, and nothing a tick for those that stand still.
 */
final class Dependencies {
  /** How many rows are read in one go. */
  private static final int MOST_ROWS = 512;

  private final TaskBoard board;
  private final Predicate<TaskId> underWay;
  private final Map<TaskId, List<Waiter>> waiters = new HashMap<>();

  /** Those that wait or did, and have not ended. */
  private final Set<TaskId> waiting = new HashSet<>();

  private final Set<TaskId> unchecked = new HashSet<>();
  private final Map<TaskId, TaskStatus> ended = new LinkedHashMap<>();

  /**
   * One that waits.
   *
   * @param takes whether it takes something of what the other leaves behind
   */
  private record Waiter(TaskId task, boolean takes) {}

  /**
   * Nobody waits yet.
   *
   * @param underWay whether a task is known not to have ended; others are looked up
   */
  Dependencies(TaskBoard board, Predicate<TaskId> underWay) {
    this.board = board;
    this.underWay = underWay;
  }

  /** Takes note of a waiter. Those that it waits for may have ended before; that is looked up. */
  void add(Task waiter, List<TaskId> on) {
    if (!waiting.add(waiter.id())) {
      return; // it waits for fewer and fewer, never for others
    }
    for (TaskId task : on) {
      waiters
          .computeIfAbsent(task, k -> new ArrayList<>(1))
          .add(new Waiter(waiter.id(), takes(waiter, task)));
      unchecked.add(task);
    }
  }

  private static boolean takes(Task waiter, TaskId of) {
    for (TaskOutput output : waiter.spec().inputsFrom().values()) {
      if (of.equals(output.task())) {
        return true;
      }
    }
    return false;
  }

  void ended(TaskId task, TaskStatus status) {
    waiting.remove(task);
    if (waiters.containsKey(task)) {
      ended.put(task, status);
    }
  }

  /**
   * What waiters are to be told of those that have ended. A task that is not there any more counts
   * as cancelled.
   */
  List<Change> settle() {
    lookUp();
    if (ended.isEmpty()) {
      return List.of();
    }
    Map<TaskId, Task> rows = rowsOf(ended.keySet().stream().filter(this::isTakenFrom).toList());
    List<Change> told = new ArrayList<>();
    ended.forEach(
        (task, status) -> {
          List<Waiter> freed = waiters.remove(task);
          if (freed != null) {
            freed.forEach(w -> told.add(new Change(w.task(), event(task, status, w, rows))));
          }
        });
    ended.clear();
    return told;
  }

  private boolean isTakenFrom(TaskId task) {
    return waiters.getOrDefault(task, List.of()).stream().anyMatch(Waiter::takes);
  }

  private static TaskEvent event(
      TaskId task, TaskStatus status, Waiter waiter, Map<TaskId, Task> rows) {
    if (status != TaskStatus.SUCCEEDED) {
      return new TaskEvent.Block(task, status);
    }
    if (!waiter.takes()) {
      return new TaskEvent.Release(task);
    }
    Task row = rows.get(task);
    if (row == null || !(row.state() instanceof TaskState.Succeeded succeeded)) {
      return new TaskEvent.Block(task, TaskStatus.CANCELLED); // it was removed meanwhile
    }
    boolean items = row.spec().array() != null && !row.spec().array().reduce();
    return new TaskEvent.Release(task, succeeded.result(), items);
  }

  private void lookUp() {
    List<TaskId> unknown =
        unchecked.stream().filter(t -> !waiting.contains(t) && !underWay.test(t)).toList();
    unchecked.clear();
    for (int i = 0; i < unknown.size(); i += MOST_ROWS) {
      List<TaskId> some = unknown.subList(i, Math.min(unknown.size(), i + MOST_ROWS));
      Map<TaskId, Task> rows = board.getAll(some);
      for (TaskId task : some) {
        Task row = rows.get(task);
        if (row == null) {
          ended(task, TaskStatus.CANCELLED);
        } else if (row.status().isTerminal()) {
          ended(task, row.status());
        }
      }
    }
  }

  private Map<TaskId, Task> rowsOf(List<TaskId> tasks) {
    Map<TaskId, Task> rows = new HashMap<>();
    for (int i = 0; i < tasks.size(); i += MOST_ROWS) {
      rows.putAll(board.getAll(tasks.subList(i, Math.min(tasks.size(), i + MOST_ROWS))));
    }
    return rows;
  }
}
