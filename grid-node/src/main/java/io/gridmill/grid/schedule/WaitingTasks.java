package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The queue: tasks that wait for a node, by shape, and within a shape by priority, then age.
 *
 * <p>A task whose time has not come (it backs off between attempts) stands aside until then.
 */
final class WaitingTasks {
  /**
   * A task that waits; higher priority first, then the older, then the lesser id.
   *
   * @param attempts how many attempts it has had
   */
  record Entry(TaskId id, int priority, long since, int attempts) implements Comparable<Entry> {
    private static final Comparator<Entry> ORDER =
        Comparator.comparingInt((Entry e) -> -e.priority())
            .thenComparingLong(Entry::since)
            .thenComparing(Entry::id);

    static Entry of(Task task) {
      return new Entry(
          task.id(), task.spec().priority(), task.submittedAt().toEpochMilli(), task.attempts());
    }

    @Override
    public int compareTo(Entry other) {
      return ORDER.compare(this, other);
    }
  }

  private record Place(Shape shape, Entry entry, @Nullable Instant aside) {}

  private final Map<Shape, TreeSet<Entry>> ready = new HashMap<>();
  private final TreeMap<Instant, List<TaskId>> aside = new TreeMap<>();
  private final Map<TaskId, Place> places = new HashMap<>();

  int size() {
    return places.size();
  }

  /** Adds a task, or moves it to where it belongs now. */
  void add(Entry entry, Shape shape, Instant notBefore, Instant now) {
    remove(entry.id());
    if (notBefore.isAfter(now)) {
      places.put(entry.id(), new Place(shape, entry, notBefore));
      aside.computeIfAbsent(notBefore, t -> new ArrayList<>()).add(entry.id());
    } else {
      places.put(entry.id(), new Place(shape, entry, null));
      ready.computeIfAbsent(shape, s -> new TreeSet<>()).add(entry);
    }
  }

  void remove(TaskId id) {
    Place place = places.remove(id);
    if (place == null) {
      return;
    }
    if (place.aside() == null) {
      TreeSet<Entry> line = ready.get(place.shape());
      if (line != null && line.remove(place.entry()) && line.isEmpty()) {
        ready.remove(place.shape());
      }
    } else {
      List<TaskId> sameTime = aside.get(place.aside());
      if (sameTime != null && sameTime.remove(id) && sameTime.isEmpty()) {
        aside.remove(place.aside());
      }
    }
  }

  /** Lets those in whose time has come; returns when the next one's comes, null if none waits. */
  @Nullable Instant wake(Instant now) {
    while (!aside.isEmpty() && !aside.firstKey().isAfter(now)) {
      for (TaskId id : aside.pollFirstEntry().getValue()) {
        Place place = places.get(id);
        if (place != null) {
          places.put(id, new Place(place.shape(), place.entry(), null));
          ready.computeIfAbsent(place.shape(), s -> new TreeSet<>()).add(place.entry());
        }
      }
    }
    return aside.isEmpty() ? null : aside.firstKey();
  }

  /** The first task of a shape. */
  record Head(Entry entry, Shape shape) implements Comparable<Head> {
    @Override
    public int compareTo(Head other) {
      return entry.compareTo(other.entry);
    }
  }

  /** The first task of each shape that has somebody waiting, in order. */
  PriorityQueue<Head> heads() {
    PriorityQueue<Head> heads = new PriorityQueue<>(Math.max(1, ready.size()));
    ready.forEach((shape, line) -> heads.add(new Head(line.first(), shape)));
    return heads;
  }

  /** The first task of a shape; null if none waits. */
  @Nullable Entry first(Shape shape) {
    TreeSet<Entry> line = ready.get(shape);
    return line == null ? null : line.first();
  }
}
