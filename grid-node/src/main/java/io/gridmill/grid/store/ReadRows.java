package io.gridmill.grid.store;

import io.gridmill.grid.store.RowFormat.Parts;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were read or written lately, by their bytes: whoever meets the same bytes again need
 * not read them. A row that changes is met some five times within milliseconds, by its next change
 * and by those who watch it.
 *
 * <p>Each row has one place, by the hash of its bytes; the last one takes it. May be used from any
 * thread.
 */
final class ReadRows<V> {
  private final AtomicReferenceArray<@Nullable Entry<V>> places;

  private record Entry<V>(Parts parts, int version, V row) {}

  /**
   * @param most how many rows are kept; a power of two
   */
  ReadRows(int most) {
    places = new AtomicReferenceArray<>(most);
  }

  void add(Parts parts, int version, V row) {
    places.setRelease(place(parts), new Entry<>(parts, version, row));
  }

  @Nullable V find(Parts parts, int version) {
    Entry<V> entry = places.getAcquire(place(parts));
    return entry != null
            && entry.version == version
            && Arrays.equals(entry.parts.body(), parts.body())
            && Arrays.equals(entry.parts.payload(), parts.payload())
        ? entry.row
        : null;
  }

  private int place(Parts parts) {
    int hash = Arrays.hashCode(parts.body());
    return (hash ^ hash >>> 16) & places.length() - 1;
  }
}
