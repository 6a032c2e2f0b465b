package io.gridmill.grid.simulate;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Updates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One table, as one process gets at it. */
final class SimulatedTable<K, V> implements Table<K, V> {
  private static final int PARTS = 3;

  private final SimulatedRows<K, V> rows;
  private final SimulatedStore store;
  private final Access access;
  private final String name;

  SimulatedTable(SimulatedRows<K, V> rows, SimulatedStore store, Access access) {
    this.rows = rows;
    this.store = store;
    this.access = access;
    this.name = rows.schema().table();
  }

  @Override
  public Optional<V> get(K key) {
    access.read(name);
    return Optional.ofNullable(rows.get(key));
  }

  @Override
  public Map<K, V> getAll(Collection<K> keys) {
    access.read(name);
    Map<K, V> found = new LinkedHashMap<>();
    for (K key : keys) {
      V row = rows.get(key);
      if (row != null) {
        found.put(key, row);
      }
    }
    return found;
  }

  private void change(K key, @Nullable V before, @Nullable V after) {
    rows.change(key, before, after);
    access.afterChange(name, key);
  }

  /** What was written is known to be written from here on. */
  private void written() {
    store.journal().written();
  }

  @Override
  public boolean putIfAbsent(K key, V row) {
    access.beforeChange(name, key);
    if (rows.get(key) != null) {
      return false;
    }
    change(key, null, row);
    written();
    return true;
  }

  @Override
  public void put(K key, V row) {
    putOne(key, row);
    written();
  }

  private void putOne(K key, V row) {
    access.beforeChange(name, key);
    change(key, rows.get(key), row);
  }

  @Override
  public void putAll(Map<K, V> more) {
    more.forEach(this::putOne);
    written();
  }

  @Override
  public boolean remove(K key) {
    boolean there = removeOne(key);
    written();
    return there;
  }

  private boolean removeOne(K key) {
    access.beforeChange(name, key);
    V before = rows.get(key);
    if (before == null) {
      return false;
    }
    change(key, before, null);
    return true;
  }

  @Override
  public void removeAll(Collection<K> keys) {
    keys.forEach(this::removeOne);
    written();
  }

  @Override
  public <A, R> R update(K key, RowUpdate<V, A, R> update, A argument) {
    R answer = updateOne(key, update, argument);
    written();
    return answer;
  }

  @SuppressWarnings("ReferenceEquality") // a row that is left as it is, is no change
  private <A, R> R updateOne(K key, RowUpdate<V, A, R> update, A argument) {
    access.beforeChange(name, key);
    V before = rows.get(key);
    RowUpdate.Outcome<V, R> outcome;
    try {
      outcome = store.carrier().carry(access.name(), key, update, before, argument);
    } catch (RuntimeException e) {
      throw Updates.failure(e);
    }
    if (outcome.row() != before) {
      rows.change(key, before, outcome.row());
    }
    access.afterChange(name, key);
    return outcome.answer();
  }

  @Override
  public <A, R> Map<K, R> updateAll(Map<K, A> arguments, RowUpdate<V, A, R> update) {
    Map<K, R> answers = LinkedHashMap.newLinkedHashMap(arguments.size());
    Updates.Failures failures = new Updates.Failures();
    arguments.forEach(
        (key, argument) -> {
          try {
            answers.put(key, updateOne(key, update, argument));
          } catch (RuntimeException e) {
            failures.add(e);
          }
        });
    written();
    failures.throwIfAny();
    return answers;
  }

  @Override
  public List<V> find(Query query) {
    access.read(name);
    Stream<Map.Entry<K, V>> found = matching(query);
    String by = query.orderBy();
    if (by != null) {
      Column<V> column = rows.format().column(by);
      Comparator<Object> order = query.descending() ? Query.ORDER.reversed() : Query.ORDER;
      found =
          found.sorted(
              Comparator.<Map.Entry<K, V>, @Nullable Object>comparing(
                      e -> column.of().apply(e.getValue()), Comparator.nullsLast(order))
                  .thenComparing(e -> rows.schema().key().apply(e.getKey())));
    }
    if (query.limit() > 0) {
      found = found.limit(query.limit());
    }
    return found.map(Map.Entry::getValue).toList();
  }

  @Override
  public long count(Query query) {
    access.read(name);
    return matching(query).count();
  }

  @Override
  public void scan(Query query, Consumer<V> consumer, Consumer<Unreadable<K>> unreadable) {
    access.read(name);
    Predicate<V> matches = rows.matching(query);
    for (V row : new ArrayList<>(rows.all().values())) {
      if (matches.test(row)) {
        consumer.accept(row);
      }
    }
  }

  @Override
  public Parts<K, V> parts(Query query) {
    Predicate<V> matches = rows.matching(query);
    AtomicInteger parts = new AtomicInteger();
    return (consumer, unreadable) -> {
      access.read(name);
      int part = parts.getAndIncrement();
      for (Map.Entry<K, V> row : new ArrayList<>(rows.all().entrySet())) {
        int of = Math.floorMod(row.getKey().hashCode(), PARTS);
        if (of == part && matches.test(row.getValue())) {
          consumer.accept(row.getValue());
        }
      }
      return part + 1 < PARTS;
    };
  }

  private Stream<Map.Entry<K, V>> matching(Query query) {
    Predicate<V> matches = rows.matching(query);
    return rows.all().entrySet().stream().filter(e -> matches.test(e.getValue()));
  }

  @Override
  public Subscription watch(Query query, Consumer<List<Change<K, V>>> listener) {
    return rows.watch(access, query, listener);
  }
}
