package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Query;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Which rows have which value of one column.
 *
 * <p>Only the values are in order, as there are few and many rows change among them: a row comes
 * and goes by its hash, at the same cost however many there are.
 */
final class Postings {
  /** A value, and the rows that have it. */
  static final class Held {
    private final Object value;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    /** Whether it is being taken out, as no row has had the value: who adds one adds it anew. */
    private volatile boolean leaving;

    private Held(Object value) {
      this.value = value;
    }

    Object value() {
      return value;
    }
  }

  private final ConcurrentMap<Object, Held> rows = new ConcurrentHashMap<>();
  private final NavigableSet<Object> values = new ConcurrentSkipListSet<>(Query.ORDER);

  /** Adds a row; answers where it is held. */
  Held add(Object value, String key) {
    Held known = rows.get(value);
    if (known != null) {
      known.keys.add(key);
      if (!known.leaving) {
        return known;
      }
    }
    return rows.compute(
        value,
        (v, there) -> {
          Held held = there;
          if (held == null) {
            held = new Held(v);
            values.add(v);
          }
          held.keys.add(key);
          return held;
        });
  }

  void remove(Held held, String key) {
    held.keys.remove(key);
    if (held.keys.isEmpty()) {
      rows.computeIfPresent(held.value, (v, there) -> leaves(held, there) ? null : there);
    }
  }

  /** Whoever adds a row meanwhile sees that it leaves, or is seen here. */
  @SuppressWarnings("ReferenceEquality") // the value may have come back in another place
  private boolean leaves(Held held, Held there) {
    if (held != there) {
      return false;
    }
    held.leaving = true;
    if (held.keys.isEmpty()) {
      values.remove(held.value);
      return true;
    }
    held.leaving = false;
    return false;
  }

  /** The keys of the rows with this value. */
  Stream<String> keys(Object value) {
    Held held = rows.get(value);
    return held == null ? Stream.empty() : held.keys.stream();
  }

  /** The values below a bound. */
  Stream<Object> below(Object bound) {
    return values.headSet(bound, false).stream();
  }

  /** The values from a bound on. */
  Stream<Object> from(Object bound) {
    return values.tailSet(bound, true).stream();
  }

  /** All values. */
  Stream<Object> ordered(boolean descending) {
    return descending ? values.descendingSet().stream() : values.stream();
  }
}
