package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Effect.Held;
import io.gridmill.job.TaskId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which attempts and leases were given to which node, and what accounts have of the grid. */
final class Bookings {
  /**
   * An attempt or lease on a node.
   *
   * @param version the task's version when it was given; older news of the task is stale
   * @param since when it was given, in nanoseconds of no particular origin
   * @param share the dominant share of the grid that it takes
   */
  record Booking(
      Held held,
      NodeSlots node,
      Shape shape,
      Entry.Terms terms,
      long version,
      long since,
      double share) {
    Booking at(long newer) {
      return new Booking(held, node, shape, terms, newer, since, share);
    }

    /** The gang that it runs with; null if it runs alone. */
    Gang.@Nullable Key gang() {
      return terms.gang() == null ? null : new Gang.Key(shape.owner(), terms.gang());
    }

    /** When it will probably end; one that is late will soon. */
    long expectedEnd(long now) {
      long end = since + terms.expectedNanos();
      return end > now ? end : now + SOON_NANOS;
    }
  }

  private static final long SOON_NANOS = 1_000_000_000;

  private final Map<TaskId, Map<Held, Booking>> byTask = new HashMap<>();
  private final Map<String, Map<Held, Booking>> byMember = new HashMap<>();
  private final Map<Gang.Key, Map<Held, Booking>> byGang = new HashMap<>();
  private final TreeMap<Integer, Integer> preemptible = new TreeMap<>();
  private final Shares shares;
  private final QueueOrder order;
  private final LongSupplier nanoTime;

  Bookings(Shares shares, QueueOrder order, LongSupplier nanoTime) {
    this.shares = shares;
    this.order = order;
    this.nanoTime = nanoTime;
  }

  void add(Booking booking) {
    find(booking.held()).ifPresent(this::release);
    put(booking);
    count(booking, 1);
    if (booking.terms().preemptible()) {
      preemptible.merge(booking.terms().priority(), 1, Integer::sum);
    }
  }

  private void put(Booking booking) {
    byTask
        .computeIfAbsent(booking.held().task(), t -> new HashMap<>(2))
        .put(booking.held(), booking);
    byMember
        .computeIfAbsent(booking.node().memberId(), m -> new LinkedHashMap<>())
        .put(booking.held(), booking);
    Gang.Key gang = booking.gang();
    if (gang != null) {
      byGang.computeIfAbsent(gang, g -> new LinkedHashMap<>()).put(booking.held(), booking);
    }
  }

  private void count(Booking booking, int times) {
    Shape shape = booking.shape();
    long now = nanoTime.getAsLong();
    Shares.Party account = shares.account(shape.owner());
    boolean wasCapped = account.isCapped();
    shares.count(shape, booking.share(), times, now);
    if (wasCapped && !account.isCapped()) {
      order.uncap(account);
    }
  }

  /** The task's row says that it is so. */
  void confirm(Booking booking, long version) {
    put(booking.at(version));
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

  boolean isOn(String memberId, Held held) {
    return byMember.getOrDefault(memberId, Map.of()).containsKey(held);
  }

  /** Strikes a booking off, and lets its slot go. */
  void release(Booking booking) {
    if (strike(byTask, booking.held().task(), booking)) {
      strike(byMember, booking.node().memberId(), booking);
      booking.node().release(booking.shape());
      count(booking, -1);
      if (booking.terms().preemptible()) {
        preemptible.merge(booking.terms().priority(), -1, (a, b) -> a + b == 0 ? null : a + b);
      }
      Gang.Key gang = booking.gang();
      if (gang != null) {
        strike(byGang, gang, booking);
      }
    }
  }

  private static <K> boolean strike(Map<K, Map<Held, Booking>> index, K key, Booking booking) {
    Map<Held, Booking> bookings = index.get(key);
    if (bookings == null || bookings.remove(booking.held()) == null) {
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

  /** As {@link #on}, to be read at once. */
  Collection<Booking> seenOn(NodeSlots node) {
    return byMember.getOrDefault(node.memberId(), Map.of()).values();
  }

  /** What the tasks of a gang have on nodes. */
  List<Booking> of(Gang.Key gang) {
    return List.copyOf(byGang.getOrDefault(gang, Map.of()).values());
  }

  /** The lowest priority of what may be sent back from a node; very high if nothing may. */
  int lowestPreemptible() {
    return preemptible.isEmpty() ? Integer.MAX_VALUE : preemptible.firstKey();
  }

  int size() {
    return byTask.size();
  }
}
