package io.gridmill.grid.schedule;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who belongs to which gang, and what has become of them.
 *
 * <p>When a gang is first met, all of its tasks' rows are read, those that ended under another
 * scheduler, too. Until then it is not complete. A task that ends before its gang has started takes
 * the others with it; those that have started go on without one that ends.
 */
final class Gangs {
  private static final Logger log = LoggerFactory.getLogger(Gangs.class);
  private static final long SHORTEST_REST = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(10);

  private final TaskBoard board;
  private final Bookings bookings;
  private final Map<Gang.Key, Members> byKey = new HashMap<>();
  private final Map<TaskId, Gang.Key> keys = new HashMap<>();
  private final Set<Gang.Key> unread = new LinkedHashSet<>();

  /** The tasks of one gang. */
  private static final class Members {
    private final Set<TaskId> live = new LinkedHashSet<>();
    private final Set<TaskId> ended = new HashSet<>();
    private int size;
    private boolean started;
    private @Nullable TaskEvent disband;
    private long rest;
    private @Nullable Long restsUntil;
  }

  Gangs(TaskBoard board, Bookings bookings) {
    this.board = board;
    this.bookings = bookings;
  }

  /** Takes note of a task that has not ended; returns what it is to be told, if anything. */
  @Nullable Change met(Task task) {
    Gang.Key key = Gang.Key.of(task);
    if (key == null) {
      return null;
    }
    Members members = byKey.get(key);
    if (members == null) {
      members = new Members();
      byKey.put(key, members);
      unread.add(key);
    }
    take(key, members, task);
    TaskEvent disband = members.started ? null : members.disband;
    return disband == null ? null : new Change(task.id(), disband);
  }

  private void take(Gang.Key key, Members members, Task task) {
    members.size = Math.max(members.size, Gang.sizeOf(task));
    members.started |= task.startedAt() != null;
    if (!members.ended.contains(task.id()) && members.live.add(task.id())) {
      keys.put(task.id(), key);
    }
  }

  /** A gang was placed as a whole. */
  void started(Gang.Key key) {
    Members members = byKey.get(key);
    if (members != null) {
      members.started = true;
    }
  }

  /**
   * How many of a gang have to be queued for it to start: all but those that have ended; any one if
   * enough of them run already.
   */
  int needed(Gang.Key key) {
    Members members = byKey.get(key);
    if (members == null || unread.contains(key)) {
      return Integer.MAX_VALUE;
    }
    if (members.disband != null && !members.started) {
      return Integer.MAX_VALUE; // the others may not have heard of it yet
    }
    int rest = members.size - members.ended.size();
    return isWhole(key, members) ? 1 : Math.max(1, rest);
  }

  private boolean isWhole(Gang.Key key, Members members) {
    return members.ended.size() + bookings.of(key).size() >= members.size;
  }

  /** Whether some of a gang are on nodes while others that belong to it are not. */
  boolean isTorn(Gang.Key key) {
    Members members = byKey.get(key);
    return members != null
        && !unread.contains(key)
        && !bookings.of(key).isEmpty()
        && !isWhole(key, members);
  }

  /**
   * Some of a gang were given to nodes and come back, as others could not be: it rests, each time
   * twice as long as the time before. Two schedulers that do not know of each other yet would
   * otherwise tear it from each other without end.
   */
  void tore(Gang.Key key, long now) {
    Members members = byKey.get(key);
    if (members != null && rest(key, now) == 0) {
      members.rest = Math.clamp(2 * members.rest, SHORTEST_REST, LONGEST_REST);
      members.restsUntil = now + members.rest;
    }
  }

  /** How many nanoseconds a gang still rests. */
  long rest(Gang.@Nullable Key key, long now) {
    Members members = key == null ? null : byKey.get(key);
    Long until = members == null ? null : members.restsUntil;
    return until == null ? 0 : Math.max(0, until - now);
  }

  /** Whether others of a task's gang have or may have started, so that it does not expire. */
  boolean isUnderWay(TaskId id) {
    Gang.Key key = keys.get(id);
    Members members = key == null ? null : byKey.get(key);
    return key != null
        && members != null
        && (members.started || unread.contains(key) || !bookings.of(key).isEmpty());
  }

  /** Whether a task's gang has started, as far as is known. */
  boolean hasStarted(TaskId id) {
    Gang.Key key = keys.get(id);
    Members members = key == null ? null : byKey.get(key);
    return members != null && members.started;
  }

  /** The gang of a task that has not ended; null if it has none. */
  Gang.@Nullable Key of(TaskId id) {
    return keys.get(id);
  }

  /** A task has ended; returns what the others of its gang are to be told. */
  List<Change> ended(TaskId id, TaskStatus status) {
    Gang.Key key = keys.remove(id);
    Members members = key == null ? null : byKey.get(key);
    if (key == null || members == null) {
      return List.of();
    }
    members.live.remove(id);
    members.ended.add(id);
    members.started |= status == TaskStatus.SUCCEEDED; // perhaps before anybody heard of its start
    if (members.live.isEmpty()) {
      byKey.remove(key);
      unread.remove(key);
      return List.of();
    }
    return members.started || unread.contains(key) ? List.of() : disband(members, id, status);
  }

  private static List<Change> disband(Members members, TaskId by, TaskStatus status) {
    if (members.disband != null || status == TaskStatus.SUCCEEDED) {
      return List.of();
    }
    TaskEvent disband = new TaskEvent.Disband(by, status);
    members.disband = disband;
    return members.live.stream().map(other -> new Change(other, disband)).toList();
  }

  /** What became known of gangs that were read. */
  record Found(Set<Gang.Key> gangs, List<Change> told) {}

  /** Reads the rows of gangs that were met since the last call. */
  Found read() {
    Set<Gang.Key> read = new LinkedHashSet<>();
    List<Change> told = new ArrayList<>();
    for (Gang.Key key : List.copyOf(unread)) {
      try {
        List<Task> rows = board.find(Query.where("gang", key.name()).and("owner", key.owner()));
        unread.remove(key);
        read.add(key);
        told.addAll(learn(key, rows));
      } catch (GridException e) {
        log.warn("the tasks of gang {} could not be read; it waits until they are", key, e);
        break;
      }
    }
    return new Found(read, told);
  }

  private List<Change> learn(Gang.Key key, List<Task> rows) {
    Members members = byKey.get(key);
    if (members == null) {
      return List.of();
    }
    List<Task> ended = new ArrayList<>();
    for (Task row : rows) {
      if (row.status().isTerminal()) {
        ended.add(row);
      } else {
        take(key, members, row);
      }
    }
    // A name that is used again: whole gangs of it have ended before.
    ended.sort(Comparator.comparing(Task::submittedAt).thenComparing(Task::id));
    int former = ended.size() / Math.max(1, members.size) * members.size;
    Task first = null;
    for (Task row : ended.subList(Math.min(former, ended.size()), ended.size())) {
      members.ended.add(row.id());
      members.live.remove(row.id());
      keys.remove(row.id());
      members.started |= row.startedAt() != null;
      first = first == null || first.status() == TaskStatus.SUCCEEDED ? row : first;
    }
    if (first == null || members.started) {
      return List.of();
    }
    return disband(members, first.id(), first.status());
  }
}
