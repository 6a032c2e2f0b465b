package io.gridmill.gateway.notify;

import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.TaskId;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes of tasks, from one watch, handed on to those who listen: at least once, in order for
 * each task but for repetitions. A row is read, and its JSON written, once for all listeners.
 */
public final class TaskFeed implements AutoCloseable {
  /** How many bytes may wait for one listener. */
  public static final int MOST_WAITING_BYTES = 16 << 20;

  private final Map<String, Set<Listener>> ofOwners = new ConcurrentHashMap<>();
  private final Map<TaskId, Set<Listener>> ofTasks = new ConcurrentHashMap<>();
  private final OwnersWatch watch;
  private final int mostWaitingBytes;
  private volatile boolean closed;

  public TaskFeed(TaskBoard board) {
    this(board, MOST_WAITING_BYTES);
  }

  TaskFeed(TaskBoard board, int mostWaitingBytes) {
    this.mostWaitingBytes = mostWaitingBytes;
    this.watch = new OwnersWatch(board, this::hear);
  }

  /** One who hears of all tasks of an owner, from now on. */
  public Listener ofOwner(String owner) {
    return listen(ofOwners, owner, owner);
  }

  /** One who hears of a task of an owner, from now on. */
  public Listener ofTask(String owner, TaskId task) {
    return listen(ofTasks, task, owner);
  }

  private <K> Listener listen(Map<K, Set<Listener>> all, K key, String owner) {
    Listener listener =
        new Listener(
            mostWaitingBytes,
            self -> {
              leave(all, key, self);
              watch.leave(owner);
            });
    all.compute(
        key,
        (k, there) -> {
          Set<Listener> set = there == null ? ConcurrentHashMap.newKeySet() : there;
          set.add(listener);
          return set;
        });
    watch.join(owner);
    if (closed) {
      listener.end();
    }
    return listener;
  }

  private static <K> void leave(Map<K, Set<Listener>> all, K key, Listener listener) {
    all.computeIfPresent(
        key,
        (k, there) -> {
          there.remove(listener);
          return there.isEmpty() ? null : there;
        });
  }

  /** How many listen now. */
  public int listeners() {
    return ofOwners.values().stream().mapToInt(Set::size).sum()
        + ofTasks.values().stream().mapToInt(Set::size).sum();
  }

  private void hear(List<Table.Change<TaskId, Task>> changes) {
    Map<String, List<News>> byOwner = new HashMap<>();
    for (Table.Change<TaskId, Task> change : changes) {
      String owner = String.valueOf(change.column("owner"));
      Set<Listener> ofTask = ofTasks.get(change.key());
      boolean heard = ofOwners.containsKey(owner);
      if (!heard && ofTask == null) {
        continue;
      }
      News news = change.row().map(TaskFeed::news).orElse(null);
      if (news == null) {
        endOfRemoved(ofTask);
        continue;
      }
      if (ofTask != null) {
        ofTask.forEach(listener -> listener.add(List.of(news)));
      }
      if (heard) {
        byOwner.computeIfAbsent(owner, o -> new ArrayList<>()).add(news);
      }
    }
    byOwner.forEach(
        (owner, news) ->
            ofOwners.getOrDefault(owner, Set.of()).forEach(listener -> listener.add(news)));
  }

  private static void endOfRemoved(@Nullable Set<Listener> ofTask) {
    if (ofTask != null) {
      ofTask.forEach(Listener::end);
    }
  }

  /** A task, as listeners are told of it. */
  public static News news(Task task) {
    return new News(
        task.id(),
        task.version(),
        task.status().isTerminal(),
        Wire.bytes(TaskEventView.of(task.view())));
  }

  /** Ends all listeners, once they have taken what waits for them. */
  @Override
  public void close() {
    closed = true;
    watch.close();
    ofOwners.values().forEach(set -> set.forEach(Listener::end));
    ofTasks.values().forEach(set -> set.forEach(Listener::end));
  }
}
