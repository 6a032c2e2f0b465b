package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Events that the scheduler has for tasks, until the board has heard of them. */
final class Announcements {
  private static final int MOST_AT_ONCE = 4096;

  private final TaskBoard board;
  private final List<Change> next = new ArrayList<>();
  private final List<Change> unheard = new ArrayList<>();

  Announcements(TaskBoard board) {
    this.board = board;
  }

  void add(Change change) {
    next.add(change);
  }

  void addAll(Collection<Change> changes) {
    next.addAll(changes);
  }

  /** Tells the board of all, at once; what it could not keep waits for {@link #retry}. */
  void tell() {
    if (next.isEmpty()) {
      return;
    }
    List<Change> all = List.copyOf(next);
    next.clear();
    for (int i = 0; i < all.size(); i += MOST_AT_ONCE) {
      tell(all.subList(i, Math.min(all.size(), i + MOST_AT_ONCE)));
    }
  }

  private void tell(List<Change> changes) {
    List<Optional<Applied>> answers = board.applyEach(changes);
    for (int i = 0; i < changes.size(); i++) {
      if (answers.get(i).isEmpty()) {
        unheard.add(changes.get(i));
      }
    }
  }

  /** Has what could not be kept told again. */
  void retry() {
    next.addAll(unheard);
    unheard.clear();
  }
}
