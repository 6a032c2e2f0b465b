package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Gathering;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table.Change;
import io.gridmill.grid.store.Table.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.EventType;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.query.ContinuousQuery;
import org.apache.ignite.cache.query.QueryCursor;
import org.jspecify.annotations.Nullable;

/**
 * A watch over an Ignite continuous query: the columns are looked at where the row is, each change
 * is sent at once, and the listener is called on a thread of its own.
 */
final class RowWatch {
  private RowWatch() {}

  static <K, V> Subscription open(
      BinaryRows<K, V> rows,
      IgniteCache<String, BinaryObject> cache,
      Query query,
      Consumer<List<Change<K, V>>> listener) {
    Gathering<Change<K, V>> gathering = new Gathering<>("watch-" + rows.schema().table(), listener);
    ContinuousQuery<String, BinaryObject> watch = new ContinuousQuery<>();
    watch.setRemoteFilterFactory(new Matching(new RowFilter(query)));
    watch.setLocalListener(events -> events.forEach(e -> gathering.add(new Changed<>(rows, e))));
    // Changes are batched by the listener's thread; here any wait would only be added to them.
    watch.setPageSize(1);
    watch.setTimeInterval(0);
    try {
      QueryCursor<?> running = cache.query(watch);
      return () -> {
        running.close();
        gathering.close();
      };
    } catch (RuntimeException e) {
      gathering.close();
      throw e;
    }
  }

  private static @Nullable BinaryObject last(
      CacheEntryEvent<? extends String, ? extends BinaryObject> event) {
    return event.getEventType() == EventType.REMOVED ? event.getOldValue() : event.getValue();
  }

  /** Makes the filter where the rows are. */
  private static final class Matching
      implements Factory<CacheEntryEventFilter<String, BinaryObject>> {
    private static final long serialVersionUID = 1L;

    private final RowFilter filter;

    Matching(RowFilter filter) {
      this.filter = filter;
    }

    @Override
    public CacheEntryEventFilter<String, BinaryObject> create() {
      return event -> {
        BinaryObject row = last(event);
        return row != null && filter.apply(event.getKey(), row);
      };
    }
  }

  /** A change as Ignite tells of it. */
  private static final class Changed<K, V> implements Change<K, V> {
    private final BinaryRows<K, V> rows;
    private final String key;
    private final @Nullable BinaryObject row;
    private final boolean removed;

    Changed(
        BinaryRows<K, V> rows, CacheEntryEvent<? extends String, ? extends BinaryObject> event) {
      this.rows = rows;
      this.key = event.getKey();
      this.row = last(event);
      this.removed = event.getEventType() == EventType.REMOVED;
    }

    @Override
    public K key() {
      return rows.schema().parseKey().apply(key);
    }

    @Override
    public @Nullable Object column(String name) {
      String column = rows.format().column(name).name();
      return row == null ? null : row.field(column);
    }

    @Override
    public Optional<V> row() {
      return removed || row == null ? Optional.empty() : Optional.of(rows.read(key, row));
    }
  }
}
