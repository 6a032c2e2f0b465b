package io.gridmill.grid.schedule;

import io.gridmill.grid.store.UnreadableRow;
import io.gridmill.job.TaskId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks whose rows cannot be read here: damaged ones, and those that a newer release wrote. They
 * keep their rows and hold up no other task.
 */
final class SetAside {
  private static final Logger log = LoggerFactory.getLogger(SetAside.class);

  private final Set<TaskId> tasks = ConcurrentHashMap.newKeySet();

  void add(TaskId task, UnreadableRow why) {
    if (tasks.add(task)) {
      log.error("task {} is set aside until its row is written anew: {}", task, why.getMessage());
    }
  }

  /** Takes note that a task's row could be read, or is gone. */
  void remove(TaskId task) {
    if (!tasks.isEmpty()) {
      tasks.remove(task);
    }
  }

  boolean has(TaskId task) {
    return !tasks.isEmpty() && tasks.contains(task);
  }

  int size() {
    return tasks.size();
  }
}
