package io.gridmill.grid.schedule;

import io.gridmill.grid.store.UnreadableRow;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.TaskId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks with which something went wrong: their rows say where they stand, when they can be read.
 */
final class Unsure {
  private static final Logger log = LoggerFactory.getLogger(Unsure.class);
  private static final int MOST_UNREAD = 3;

  private final TaskBoard board;
  private final Set<TaskId> tasks = new LinkedHashSet<>();

  Unsure(TaskBoard board) {
    this.board = board;
  }

  void add(TaskId id) {
    tasks.add(id);
  }

  void remove(TaskId id) {
    tasks.remove(id);
  }

  /**
   * Reads their rows again; where several in a row cannot be read, the others wait.
   *
   * @param known is given the rows, empty where there is none any more
   * @param unreadable is given those that will never be read as they are
   */
  void retry(BiConsumer<TaskId, Optional<Task>> known, Consumer<TaskId> unreadable) {
    List<TaskId> again = List.copyOf(tasks);
    int failed = 0;
    for (int i = 0; i < again.size() && failed < MOST_UNREAD; i++) {
      TaskId id = again.get(i);
      tasks.remove(id);
      try {
        known.accept(id, board.get(id));
      } catch (UnreadableRow e) {
        log.error("task {} is set aside until its row is written anew: {}", id, e.getMessage());
        unreadable.accept(id);
      } catch (RuntimeException e) {
        log.error("task {} cannot be scheduled; its row is read again", id, e);
        tasks.add(id);
        failed++;
      }
    }
  }
}
