package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Effect.Held;
import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which attempts and leases were given to which node. */
final class Bookings {
  /**
   * An attempt or lease on a node.
   *
   * @param version the task's version when it was given; older news of the task is stale
   * @param since when it was given, in nanoseconds of no particular origin
   */
  record Booking(Held held, NodeSlots node, Shape shape, long version, long since) {}

  private final Map<TaskId, List<Booking>> byTask = new HashMap<>();

  void add(Booking booking) {
    byTask.computeIfAbsent(booking.held().task(), t -> new ArrayList<>(1)).add(booking);
  }

  List<Booking> of(TaskId task) {
    return List.copyOf(byTask.getOrDefault(task, List.of()));
  }

  /** Whether a change of this version is from before the task's attempt was given. */
  boolean isStale(TaskId task, long version) {
    List<Booking> bookings = byTask.get(task);
    return bookings != null
        && bookings.stream().anyMatch(b -> b.held().lease() == null && version <= b.version());
  }

  Optional<Booking> find(Held held) {
    return of(held.task()).stream().filter(b -> b.held().equals(held)).findFirst();
  }

  /** Strikes a booking off, and lets its slot go. */
  void release(Booking booking) {
    List<Booking> bookings = byTask.get(booking.held().task());
    if (bookings != null && bookings.remove(booking)) {
      booking.node().release(booking.shape());
      if (bookings.isEmpty()) {
        byTask.remove(booking.held().task());
      }
    }
  }

  List<Booking> on(String memberId) {
    return all().stream().filter(b -> b.node().memberId().equals(memberId)).toList();
  }

  Collection<Booking> all() {
    return byTask.values().stream().flatMap(List::stream).toList();
  }

  int size() {
    return byTask.size();
  }
}
