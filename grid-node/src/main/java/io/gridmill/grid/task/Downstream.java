package io.gridmill.grid.task;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.job.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tasks that depend on one, directly or by way of others, ended ones included. */
public final class Downstream {
  private static final int MOST_AT_ONCE = 1000;

  private final TaskBoard board;
  private final Map<TaskId, List<TaskId>> dependents = new HashMap<>();
  private final Set<TaskId> open = new HashSet<>();

  /** Reads the rows of an owner's tasks. */
  public Downstream(TaskBoard board, String owner) {
    this.board = board;
    board.scan(Query.where("owner", owner), this::add);
  }

  private void add(Task task) {
    if (!task.status().isTerminal()) {
      open.add(task.id());
    }
    for (TaskId on : task.spec().dependsOn()) {
      dependents.computeIfAbsent(on, k -> new ArrayList<>(1)).add(task.id());
    }
  }

  /** Those that have not ended, each after those that it depends on by the shortest way. */
  public List<TaskId> of(TaskId root) {
    Set<TaskId> met = new LinkedHashSet<>();
    Deque<TaskId> next = new ArrayDeque<>(List.of(root));
    while (!next.isEmpty()) {
      for (TaskId dependent : dependents.getOrDefault(next.remove(), List.of())) {
        if (met.add(dependent)) {
          next.add(dependent);
        }
      }
    }
    return met.stream().filter(open::contains).toList();
  }

  /**
   * Cancels them, the last ones first, so that none ends by its rule before.
   *
   * @return how many were cancelled
   */
  public int cancel(TaskId root, String reason) {
    List<Change> changes =
        of(root).reversed().stream()
            .map(task -> new Change(task, new TaskEvent.Cancel(reason)))
            .toList();
    int cancelled = 0;
    for (int i = 0; i < changes.size(); i += MOST_AT_ONCE) {
      List<Change> some = changes.subList(i, Math.min(changes.size(), i + MOST_AT_ONCE));
      cancelled += (int) board.applyAll(some).stream().filter(Applied::accepted).count();
    }
    return cancelled;
  }
}
