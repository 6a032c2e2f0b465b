package io.gridmill.grid.simulate;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.RowFormat;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a table holds, and who watches it. */
final class SimulatedRows<K, V> {
  private final Schema<K, V> schema;
  private final RowFormat<K, V> format;
  private final SimulatedStore store;
  private final Map<K, V> rows = new LinkedHashMap<>();
  private final List<Watch> watches = new ArrayList<>();

  SimulatedRows(Schema<K, V> schema, SimulatedStore store) {
    this.schema = schema;
    this.format = new RowFormat<>(schema);
    this.store = store;
  }

  Schema<K, V> schema() {
    return schema;
  }

  RowFormat<K, V> format() {
    return format;
  }

  @Nullable V get(K key) {
    return rows.get(key);
  }

  Map<K, V> all() {
    return rows;
  }

  /** Replaces a row; null removes it. */
  void change(K key, @Nullable V before, @Nullable V after) {
    set(key, after);
    store.observer().changed(schema.table(), key, before, after, false);
    if (store.journal().isKept()) {
      store.journal().changed(schema.table(), key, () -> undo(key, before, after));
    }
    V last = after == null ? before : after;
    if (last != null) {
      for (int i = 0; i < watches.size(); i++) {
        watches.get(i).changed(key, last, after == null);
      }
    }
  }

  private void undo(K key, @Nullable V before, @Nullable V after) {
    set(key, before);
    store.observer().changed(schema.table(), key, after, before, true);
  }

  private void set(K key, @Nullable V row) {
    if (row == null) {
      rows.remove(key);
    } else {
      rows.put(key, row);
    }
  }

  /** Whether a row matches, without making a map of its columns. */
  Predicate<V> matching(Query query) {
    Query checked = format.check(query);
    List<Query.Term> terms = checked.terms();
    List<Column<V>> columns = terms.stream().map(t -> format.column(t.column())).toList();
    return row -> {
      for (int i = 0; i < terms.size(); i++) {
        if (!terms.get(i).matches(columns.get(i).of().apply(row))) {
          return false;
        }
      }
      return true;
    };
  }

  Table.Subscription watch(
      Access access, Query query, Consumer<List<Table.Change<K, V>>> listener) {
    Watch watch = new Watch(access, matching(query), listener);
    watches.add(watch);
    return () -> {
      watches.remove(watch);
      watch.closed = true;
    };
  }

  /** Somebody who watches: changes gather while news is on its way. */
  private final class Watch {
    private final Access access;
    private final Predicate<V> matches;
    private final Consumer<List<Table.Change<K, V>>> listener;
    private List<Table.Change<K, V>> gathered = new ArrayList<>();
    private boolean closed;

    private Watch(
        Access access, Predicate<V> matches, Consumer<List<Table.Change<K, V>>> listener) {
      this.access = access;
      this.matches = matches;
      this.listener = listener;
    }

    private void changed(K key, V row, boolean removed) {
      if (matches.test(row)) {
        if (gathered.isEmpty()) {
          access.after(store.world(), access.newsNanos(), this::tell);
        }
        gathered.add(new Changed(key, row, removed));
      }
    }

    private void tell() {
      List<Table.Change<K, V>> news = gathered;
      gathered = new ArrayList<>();
      if (!closed) {
        listener.accept(news);
      }
    }
  }

  private final class Changed implements Table.Change<K, V> {
    private final K key;
    private final V last;
    private final boolean removed;

    private Changed(K key, V last, boolean removed) {
      this.key = key;
      this.last = last;
      this.removed = removed;
    }

    @Override
    public K key() {
      return key;
    }

    @Override
    public @Nullable Object column(String name) {
      return format.column(name).of().apply(last);
    }

    @Override
    public Optional<V> row() {
      return removed ? Optional.empty() : Optional.of(last);
    }
  }
}
