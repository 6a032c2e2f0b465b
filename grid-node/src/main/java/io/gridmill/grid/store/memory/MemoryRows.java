package io.gridmill.grid.store.memory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a table holds, whatever schema it is read with, and who watches it. */
final class MemoryRows {
  /** A row at rest; each change makes a new one, so that they compare by identity. */
  @SuppressWarnings("ArrayRecordComponent")
  record Stored(int version, Map<String, Object> columns, byte[] body, byte @Nullable [] payload) {}

  /** Is told of each change of a row. */
  interface Watcher {
    /** Gets the row as it is after the change, or as it was when it was removed. */
    void changed(String key, Stored row, boolean removed);
  }

  private final ConcurrentMap<String, Stored> rows = new ConcurrentHashMap<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  @Nullable Stored get(String key) {
    return rows.get(key);
  }

  Map<String, Stored> all() {
    return rows;
  }

  /**
   * Replaces a row, atomically; null removes it, the same instance is no change. Watchers are told
   * once the change can be read, in the order of changes.
   */
  @SuppressWarnings("ReferenceEquality")
  synchronized void change(
      String key, BiFunction<String, @Nullable Stored, @Nullable Stored> change) {
    Stored before = rows.get(key);
    Stored after = change.apply(key, before);
    if (after == before) {
      return;
    }
    if (after == null) {
      rows.remove(key);
    } else {
      rows.put(key, after);
    }
    tell(key, before, after);
  }

  private void tell(String key, @Nullable Stored before, @Nullable Stored after) {
    Stored last = after == null ? before : after;
    if (last != null) {
      watchers.forEach(w -> w.changed(key, last, after == null));
    }
  }

  void add(Watcher watcher) {
    watchers.add(watcher);
  }

  void remove(Watcher watcher) {
    watchers.remove(watcher);
  }
}
