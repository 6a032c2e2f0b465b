package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Events that the scheduler has for tasks, until the board has heard of them. */
final class Announcements {
  private static final int MOST_AT_ONCE = 4096;

  private final TaskBoard board;
  private final List<Change> next = new ArrayList<>();
  private final Set<Change> unheard = new LinkedHashSet<>();

  Announcements(TaskBoard board) {
    this.board = board;
  }

  void add(Change change) {
    next.add(change);
  }

  void addAll(Collection<Change> changes) {
    next.addAll(changes);
  }

  /**
   * Tells the board of all, and of what that leads to; what it could not keep waits for {@link
   * #retry}.
   *
   * <p>What leads to itself waits for that, too, as it would be told without end: a gang's end,
   * say, to one of it that refuses because it was given to a node and has not started.
   *
   * @param now takes the tasks as they are now, which is sooner than the news of them
   */
  void tellAll(Consumer<Task> now) {
    Set<Change> before = new HashSet<>();
    while (!next.isEmpty()) {
      tell(before).forEach(now);
    }
  }

  private Collection<Task> tell(Set<Change> before) {
    Set<Change> fresh = new LinkedHashSet<>();
    for (Change change : next) {
      (before.contains(change) ? unheard : fresh).add(change);
    }
    before.addAll(fresh);
    List<Change> all = List.copyOf(fresh);
    next.clear();
    Map<TaskId, Task> told = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i += MOST_AT_ONCE) {
      tell(all.subList(i, Math.min(all.size(), i + MOST_AT_ONCE)), told);
    }
    return told.values();
  }

  private void tell(List<Change> changes, Map<TaskId, Task> told) {
    List<Optional<Applied>> answers = board.applyEach(changes);
    for (int i = 0; i < changes.size(); i++) {
      Applied answer = answers.get(i).orElse(null);
      if (answer == null) {
        unheard.add(changes.get(i));
      } else if (answer.task() != null) {
        told.put(answer.task().id(), answer.task());
      }
    }
  }

  /** Has what could not be kept told again. */
  void retry() {
    next.addAll(unheard);
    unheard.clear();
  }
}
