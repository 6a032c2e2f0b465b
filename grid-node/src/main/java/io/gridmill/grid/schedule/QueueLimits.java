package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * When tasks expire that still wait. Once it is known how long that is, no clock that is set anew
 * changes it.
 */
final class QueueLimits {
  private record Limit(long at, TaskId task) {}

  private final TreeSet<Limit> limits =
      new TreeSet<>(Comparator.comparingLong(Limit::at).thenComparing(Limit::task));
  private static final long AGAIN_NANOS = 1_000_000_000L;
  private static final long LONGEST_SECONDS = 100L * 366 * 24 * 3600;

  private final Map<TaskId, Limit> byTask = new HashMap<>();

  /**
   * Takes note of a task that waits.
   *
   * @param live whether it has just changed; else its row was found, and may be old
   */
  void add(Task task, Desk desk, boolean live) {
    Instant latest = task.latestStart();
    if (latest == null || task.startedAt() != null || byTask.containsKey(task.id())) {
      return;
    }
    long left = nanos(Duration.between(desk.clock().instant(), latest));
    Duration patience = task.spec().queueLimit();
    if (patience != null) {
      boolean fresh = live && task.version() == 1 && task.spec().scheduling().deadline() == null;
      left = fresh ? nanos(patience) : Math.min(left, nanos(patience));
    }
    put(new Limit(desk.nanoTime().getAsLong() + left, task.id()));
  }

  private static long nanos(Duration time) {
    return Math.clamp(time.toSeconds(), 0, LONGEST_SECONDS) * 1_000_000_000L
        + (time.isNegative() ? 0 : time.toNanosPart());
  }

  void remove(TaskId task) {
    Limit limit = byTask.remove(task);
    if (limit != null) {
      limits.remove(limit);
    }
  }

  /**
   * Those that have waited too long; one that has started meanwhile refuses to expire.
   *
   * @param gangs of those whose gang has started, none expires; those whose gang may have are
   *     looked at again
   */
  List<Change> expired(long now, Gangs gangs) {
    List<Change> expired = new ArrayList<>();
    while (!limits.isEmpty() && limits.first().at() - now <= 0) {
      TaskId task = limits.first().task();
      remove(task);
      if (!gangs.isUnderWay(task)) {
        expired.add(new Change(task, new TaskEvent.Expire()));
      } else if (!gangs.hasStarted(task)) {
        put(new Limit(now + AGAIN_NANOS, task));
      }
    }
    return expired;
  }

  private void put(Limit limit) {
    limits.add(limit);
    byTask.put(limit.task(), limit);
  }
}
