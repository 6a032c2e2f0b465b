package io.gridmill.gateway.notify;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.wire.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The changes of tasks handed on to those who listen: at least once, in order for each task but for
 * repetitions. A row is read, and its JSON written, once for all listeners of a kind.
 */
public final class TaskFeed implements AutoCloseable {
  /** How many bytes may wait for one listener. */
  public static final int MOST_WAITING_BYTES = 16 << 20;

  private static final Query ENDS =
      Query.ALL.andIn(
          "status",
          Stream.of(TaskStatus.values()).filter(TaskStatus::isTerminal).map(Enum::name).toList());

  private final Map<String, Set<Listener>> ofOwners = new ConcurrentHashMap<>();
  private final Map<String, Set<Listener>> endsOfOwners = new ConcurrentHashMap<>();
  private final Map<TaskId, Set<Listener>> ofTasks = new ConcurrentHashMap<>();
  private final OwnersWatch watch;
  private final OwnersWatch endsWatch;
  private final int mostWaitingBytes;
  private volatile boolean closed;

  public TaskFeed(TaskBoard board) {
    this(board, MOST_WAITING_BYTES);
  }

  TaskFeed(TaskBoard board, int mostWaitingBytes) {
    this.mostWaitingBytes = mostWaitingBytes;
    this.watch = new OwnersWatch(board, Query.ALL, this::hear);
    this.endsWatch = new OwnersWatch(board, ENDS, changes -> hearOwners(changes, endsOfOwners));
  }

  /** One who hears of all tasks of an owner, from now on. */
  public Listener ofOwner(String owner) {
    return listen(ofOwners, owner, owner, watch);
  }

  /** One who hears only how tasks of an owner end, from now on. */
  public Listener endsOfOwner(String owner) {
    return listen(endsOfOwners, owner, owner, endsWatch);
  }

  /** One who hears of a task of an owner, from now on. */
  public Listener ofTask(String owner, TaskId task) {
    return listen(ofTasks, task, owner, watch);
  }

  private <K> Listener listen(Map<K, Set<Listener>> all, K key, String owner, OwnersWatch watch) {
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
    return Stream.of(ofOwners, endsOfOwners, ofTasks)
        .flatMap(all -> all.values().stream())
        .mapToInt(Set::size)
        .sum();
  }

  private void hear(List<Table.Change<TaskId, Task>> changes) {
    for (Table.Change<TaskId, Task> change : changes) {
      Set<Listener> ofTask = ofTasks.get(change.key());
      if (ofTask != null) {
        change
            .row()
            .map(TaskFeed::news)
            .ifPresentOrElse(
                news -> ofTask.forEach(listener -> listener.add(List.of(news))),
                () -> ofTask.forEach(Listener::end));
      }
    }
    hearOwners(changes, ofOwners);
  }

  private static void hearOwners(
      List<Table.Change<TaskId, Task>> changes, Map<String, Set<Listener>> listeners) {
    Map<String, List<News>> byOwner = new HashMap<>();
    for (Table.Change<TaskId, Task> change : changes) {
      String owner = String.valueOf(change.column("owner"));
      if (listeners.containsKey(owner)) {
        change
            .row()
            .map(TaskFeed::news)
            .ifPresent(news -> byOwner.computeIfAbsent(owner, o -> new ArrayList<>()).add(news));
      }
    }
    byOwner.forEach(
        (owner, news) ->
            listeners.getOrDefault(owner, Set.of()).forEach(listener -> listener.add(news)));
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
    endsWatch.close();
    Stream.of(ofOwners, endsOfOwners, ofTasks)
        .flatMap(all -> all.values().stream())
        .forEach(set -> set.forEach(Listener::end));
  }
}
