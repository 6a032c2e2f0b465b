package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** When tasks expire that still wait. */
final class QueueLimits {
  private record Limit(Instant at, TaskId task) {}

  private final TreeSet<Limit> limits =
      new TreeSet<>(Comparator.comparing(Limit::at).thenComparing(Limit::task));
  private final Map<TaskId, Limit> byTask = new HashMap<>();

  void add(Task task) {
    Instant latest = task.latestStart();
    if (latest != null && task.startedAt() == null) {
      remove(task.id());
      Limit limit = new Limit(latest, task.id());
      limits.add(limit);
      byTask.put(task.id(), limit);
    }
  }

  void remove(TaskId task) {
    Limit limit = byTask.remove(task);
    if (limit != null) {
      limits.remove(limit);
    }
  }

  /** Those that have waited too long; one that has started meanwhile refuses to expire. */
  List<Change> expired(Instant now) {
    List<Change> expired = new ArrayList<>();
    while (!limits.isEmpty() && !limits.first().at().isAfter(now)) {
      TaskId task = limits.first().task();
      remove(task);
      expired.add(new Change(task, new TaskEvent.Expire()));
    }
    return expired;
  }
}
