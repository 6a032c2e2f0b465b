package io.gridmill.grid.store.memory;

import io.gridmill.grid.store.Gathering;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.RowFormat;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.UnreadableRow;
import io.gridmill.grid.store.Updates;
import io.gridmill.grid.store.memory.MemoryRows.Stored;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One table in memory, seen with one schema. */
final class MemoryTable<K, V> implements Table<K, V> {
  private static final int PARTS = 3;

  private final Schema<K, V> schema;
  private final RowFormat<K, V> format;
  private final MemoryRows rows;

  MemoryTable(Schema<K, V> schema, MemoryRows rows) {
    this.schema = schema;
    this.format = new RowFormat<>(schema);
    this.rows = rows;
  }

  @Override
  public Optional<V> get(K key) {
    String name = schema.key().apply(key);
    return Optional.ofNullable(rows.get(name)).map(stored -> read(name, stored));
  }

  @Override
  public Map<K, V> getAll(Collection<K> keys) {
    Map<K, V> found = new LinkedHashMap<>();
    keys.forEach(key -> get(key).ifPresent(row -> found.put(key, row)));
    return found;
  }

  @Override
  public boolean putIfAbsent(K key, V row) {
    Stored stored = stored(row);
    AtomicBoolean put = new AtomicBoolean();
    rows.change(
        schema.key().apply(key),
        (k, before) -> {
          put.set(before == null);
          return before == null ? stored : before;
        });
    return put.get();
  }

  @Override
  public void put(K key, V row) {
    Stored stored = stored(row);
    rows.change(schema.key().apply(key), (k, before) -> stored);
  }

  @Override
  public void putAll(Map<K, V> rows) {
    rows.forEach(this::put);
  }

  @Override
  public boolean remove(K key) {
    AtomicBoolean removed = new AtomicBoolean();
    rows.change(
        schema.key().apply(key),
        (k, before) -> {
          removed.set(before != null);
          return null;
        });
    return removed.get();
  }

  @Override
  public void removeAll(Collection<K> keys) {
    keys.forEach(this::remove);
  }

  @Override
  public <A, R> R update(K key, RowUpdate<V, A, R> update, A argument) {
    RowUpdate<V, A, R> fresh = Updates.resolve(update);
    A sent = fresh.argumentFrom(fresh.argumentBytes(argument));
    AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);
    try {
      rows.change(
          schema.key().apply(key),
          (k, before) -> {
            V row = before == null ? null : read(k, before);
            RowUpdate.Outcome<V, R> outcome = fresh.apply(row, sent);
            answer.set(fresh.answerBytes(outcome.answer()));
            if (outcome.leaves(row)) {
              return before;
            }
            return outcome.row() == null ? null : stored(outcome.row());
          });
    } catch (RuntimeException e) {
      throw Updates.failure(e);
    }
    return fresh.answerFrom(answer.get());
  }

  @Override
  public <A, R> Map<K, R> updateAll(Map<K, A> arguments, RowUpdate<V, A, R> update) {
    Map<K, R> answers = new LinkedHashMap<>();
    Updates.Failures failures = new Updates.Failures();
    arguments.forEach(
        (key, argument) -> {
          try {
            answers.put(key, update(key, update, argument));
          } catch (RuntimeException e) {
            failures.add(e);
          }
        });
    failures.throwIfAny();
    return answers;
  }

  @Override
  public List<V> find(Query query) {
    Query checked = format.check(query);
    Stream<Map.Entry<String, Stored>> found = matching(checked);
    String by = checked.orderBy();
    if (by != null) {
      Comparator<Object> order = checked.descending() ? Query.ORDER.reversed() : Query.ORDER;
      found =
          found.sorted(
              Comparator.<Map.Entry<String, Stored>, @Nullable Object>comparing(
                      e -> e.getValue().columns().get(by), Comparator.nullsLast(order))
                  .thenComparing(Map.Entry.comparingByKey()));
    }
    if (checked.limit() > 0) {
      found = found.limit(checked.limit());
    }
    return found.map(e -> read(e.getKey(), e.getValue())).toList();
  }

  @Override
  public long count(Query query) {
    return matching(format.check(query)).count();
  }

  @Override
  public void scan(Query query, Consumer<V> consumer, Consumer<Unreadable<K>> unreadable) {
    matching(format.check(query)).forEach(e -> hand(e, consumer, unreadable));
  }

  @Override
  public Parts<K, V> parts(Query query) {
    Query checked = format.check(query);
    AtomicInteger parts = new AtomicInteger();
    return (consumer, unreadable) -> {
      int part = parts.getAndIncrement();
      matching(checked)
          .filter(e -> Math.floorMod(e.getKey().hashCode(), PARTS) == part)
          .forEach(e -> hand(e, consumer, unreadable));
      return part + 1 < PARTS;
    };
  }

  private void hand(
      Map.Entry<String, Stored> entry, Consumer<V> consumer, Consumer<Unreadable<K>> unreadable) {
    V row;
    try {
      row = read(entry.getKey(), entry.getValue());
    } catch (UnreadableRow why) {
      unreadable.accept(new Unreadable<>(schema.parseKey().apply(entry.getKey()), why));
      return;
    }
    consumer.accept(row);
  }

  @Override
  public Subscription watch(Query query, Consumer<List<Change<K, V>>> listener) {
    Query checked = format.check(query);
    Gathering<Change<K, V>> gathering = new Gathering<>("watch-" + schema.table(), listener);
    MemoryRows.Watcher watcher =
        (key, row, removed) -> {
          if (checked.matches(row.columns()::get)) {
            gathering.add(new Changed(key, row, removed));
          }
        };
    rows.add(watcher);
    return () -> {
      rows.remove(watcher);
      gathering.close();
    };
  }

  private Stream<Map.Entry<String, Stored>> matching(Query query) {
    return rows.all().entrySet().stream().filter(e -> query.matches(e.getValue().columns()::get));
  }

  private Stored stored(V row) {
    RowFormat.Parts parts = format.write(row);
    return new Stored(schema.version(), format.columns(row), parts.body(), parts.payload());
  }

  private V read(String key, Stored stored) {
    return format.read(key, stored.version(), stored.body(), stored.payload());
  }

  /** A change that was seen. */
  private final class Changed implements Change<K, V> {
    private final String key;
    private final Stored last;
    private final boolean removed;

    Changed(String key, Stored last, boolean removed) {
      this.key = key;
      this.last = last;
      this.removed = removed;
    }

    @Override
    public K key() {
      return schema.parseKey().apply(key);
    }

    @Override
    public @Nullable Object column(String name) {
      return last.columns().get(format.column(name).name());
    }

    @Override
    public Optional<V> row() {
      return removed ? Optional.empty() : Optional.of(read(key, last));
    }
  }
}
