package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Effect.Held;
import io.gridmill.job.TaskId;
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
  record Booking(Held held, NodeSlots node, Shape shape, long version, long since) {
    Booking at(long newer) {
      return new Booking(held, node, shape, newer, since);
    }
  }

  private final Map<TaskId, Map<Held, Booking>> byTask = new HashMap<>();
  private final Map<String, Map<Held, Booking>> byMember = new HashMap<>();

  void add(Booking booking) {
    find(booking.held()).ifPresent(this::release);
    byTask
        .computeIfAbsent(booking.held().task(), t -> new HashMap<>(2))
        .put(booking.held(), booking);
    byMember
        .computeIfAbsent(booking.node().memberId(), m -> new HashMap<>())
        .put(booking.held(), booking);
  }

  List<Booking> of(TaskId task) {
    return List.copyOf(byTask.getOrDefault(task, Map.of()).values());
  }

  boolean has(TaskId task) {
    return byTask.containsKey(task);
  }

  /** Whether a change of this version is from before the task's attempt was given. */
  boolean isStale(TaskId task, long version) {
    for (Booking booking : byTask.getOrDefault(task, Map.of()).values()) {
      if (booking.held().lease() == null && version <= booking.version()) {
        return true;
      }
    }
    return false;
  }

  Optional<Booking> find(Held held) {
    return Optional.ofNullable(byTask.getOrDefault(held.task(), Map.of()).get(held));
  }

  /** Strikes a booking off, and lets its slot go. */
  void release(Booking booking) {
    if (strike(byTask, booking.held().task(), booking)) {
      strike(byMember, booking.node().memberId(), booking);
      booking.node().release(booking.shape());
    }
  }

  private static <K> boolean strike(Map<K, Map<Held, Booking>> index, K key, Booking booking) {
    Map<Held, Booking> bookings = index.get(key);
    if (bookings == null || !bookings.remove(booking.held(), booking)) {
      return false;
    }
    if (bookings.isEmpty()) {
      index.remove(key);
    }
    return true;
  }

  List<Booking> on(String memberId) {
    return List.copyOf(byMember.getOrDefault(memberId, Map.of()).values());
  }

  int size() {
    return byTask.size();
  }
}
