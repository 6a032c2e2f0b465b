package io.gridmill.gateway.notify;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One watch of the tasks of those owners who have somebody listening, so that the grid sends a
 * gateway nothing that nobody there wants to hear.
 *
 * <p>An owner more makes a wider watch, which is opened before the one before is closed: nothing is
 * missed, and what happens between is told twice. An owner less is left in until the next change.
 */
final class OwnersWatch implements AutoCloseable {
  /** From so many owners on, looking each change up costs more than sending all. */
  private static final int MOST_NAMED = 50;

  private final TaskBoard board;
  private final Query wanted;
  private final Consumer<List<Table.Change<TaskId, Task>>> listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Integer> listeners = new HashMap<>();
  private Set<String> watched = Set.of();
  private Table.@Nullable Subscription open;
  private boolean all;
  private boolean closed;

  /**
   * @param wanted which changes of these owners' tasks are told
   */
  OwnersWatch(TaskBoard board, Query wanted, Consumer<List<Table.Change<TaskId, Task>>> listener) {
    this.board = board;
    this.wanted = wanted;
    this.listener = listener;
  }

  /** Somebody listens for an owner's tasks: what changes after this returns is told. */
  void join(String owner) {
    lock.lock();
    try {
      listeners.merge(owner, 1, Integer::sum);
      if (!closed && !(all || watched.contains(owner))) {
        widen();
      }
    } finally {
      lock.unlock();
    }
  }

  private void widen() {
    Set<String> owners = Set.copyOf(listeners.keySet());
    boolean every = owners.size() > MOST_NAMED;
    Query query = every ? wanted : wanted.andIn("owner", owners);
    Table.@Nullable Subscription before = open;
    open = board.watch(query, listener);
    watched = owners;
    all = every;
    if (before != null) {
      before.close();
    }
  }

  /** One who listened for an owner's tasks has gone. */
  void leave(String owner) {
    lock.lock();
    try {
      listeners.computeIfPresent(owner, (o, count) -> count == 1 ? null : count - 1);
      if (listeners.isEmpty()) {
        end();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    if (open != null) {
      open.close();
      open = null;
    }
    watched = Set.of();
    all = false;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      end();
    } finally {
      lock.unlock();
    }
  }
}
