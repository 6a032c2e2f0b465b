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
  private record Held(Object value, Set<String> keys) {}

  private final ConcurrentMap<Object, Held> rows = new ConcurrentHashMap<>();
  private final NavigableSet<Object> values = new ConcurrentSkipListSet<>(Query.ORDER);

  /** Adds a row; answers the instance of the value that others have already. */
  Object add(Object value, String key) {
    return rows.compute(
            value,
            (v, there) -> {
              Held held = there;
              if (held == null) {
                held = new Held(v, ConcurrentHashMap.newKeySet());
                values.add(v);
              }
              held.keys.add(key);
              return held;
            })
        .value;
  }

  void remove(Object value, String key) {
    rows.computeIfPresent(
        value,
        (v, held) -> {
          held.keys.remove(key);
          if (!held.keys.isEmpty()) {
            return held;
          }
          values.remove(v);
          return null;
        });
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
