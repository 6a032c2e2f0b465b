package io.gridmill.grid.store.ignite;

import static io.gridmill.grid.store.ignite.Faults.guard;
import static io.gridmill.grid.store.ignite.Faults.guarded;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.RowFormat;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.UnreadableRow;
import io.gridmill.grid.store.Updates;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.jspecify.annotations.Nullable;

/**
 * One table over an atomic cache of binary rows, with the text of the keys as keys.
 *
 * <p>What touches many keys hands them to Ignite sorted: two batches that lock the same rows in
 * different orders would wait for each other for ever.
 */
final class IgniteTable<K, V> implements Table<K, V> {
  /** Longer than any change takes unless a node does not answer. */
  private static final long DOUBTFUL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long the news that a node has failed may be on its way to this one. */
  private static final long NEWS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Copies copies;
  private final Comeback comeback;
  private final Schema<K, V> schema;
  private final BinaryRows<K, V> rows;
  private final IgniteCache<String, BinaryObject> cache;
  private final TableSearch search;

  IgniteTable(
      Ignite ignite,
      Copies copies,
      Comeback comeback,
      BinaryRows<K, V> rows,
      IgniteCache<String, BinaryObject> cache) {
    this.copies = copies;
    this.comeback = comeback;
    this.schema = rows.schema();
    this.rows = rows;
    this.cache = cache;
    this.search = new TableSearch(ignite, cache, schema.table(), indexed(schema));
  }

  static List<String> indexed(Schema<?, ?> schema) {
    return schema.columns().stream().filter(Column::indexed).map(Column::name).toList();
  }

  private String key(K key) {
    return schema.key().apply(key);
  }

  private String reading() {
    return "reading table " + schema.table();
  }

  private <T> T read(Supplier<T> action) {
    comeback.check();
    return guarded(reading(), action);
  }

  private String writing() {
    return "writing table " + schema.table();
  }

  /**
   * Changes rows. One that not enough nodes have kept is not answered for, and one that waited for
   * another node until that was given up may have been kept by a part of the grid that has no say
   * any more.
   */
  private <T> T written(Supplier<T> change) {
    comeback.check();
    long began = System.nanoTime();
    T answer = guarded(writing(), change);
    if (System.nanoTime() - began > DOUBTFUL_NANOS) {
      LockSupport.parkNanos(NEWS_NANOS);
    }
    guard(writing(), copies::check);
    return answer;
  }

  @Override
  public Optional<V> get(K key) {
    String name = key(key);
    BinaryObject row = read(() -> cache.get(name));
    return Optional.ofNullable(row).map(r -> rows.read(name, r));
  }

  @Override
  public Map<K, V> getAll(Collection<K> keys) {
    Map<String, K> byName = byName(keys);
    Map<String, BinaryObject> found = read(() -> cache.getAll(new TreeSet<>(byName.keySet())));
    Map<K, V> all = new LinkedHashMap<>();
    byName.forEach(
        (name, key) -> {
          BinaryObject row = found.get(name);
          if (row != null) {
            all.put(key, rows.read(name, row));
          }
        });
    return all;
  }

  private Map<String, K> byName(Collection<K> keys) {
    Map<String, K> byName = new LinkedHashMap<>();
    keys.forEach(key -> byName.put(key(key), key));
    return byName;
  }

  @Override
  public boolean putIfAbsent(K key, V row) {
    BinaryObject written = rows.write(row);
    return written(() -> cache.putIfAbsent(key(key), written));
  }

  @Override
  public void put(K key, V row) {
    BinaryObject written = rows.write(row);
    written(
        () -> {
          cache.put(key(key), written);
          return true;
        });
  }

  @Override
  public void putAll(Map<K, V> all) {
    SortedMap<String, BinaryObject> written = new TreeMap<>();
    all.forEach((key, row) -> written.put(key(key), rows.write(row)));
    written(
        () -> {
          cache.putAll(written);
          return true;
        });
  }

  @Override
  public boolean remove(K key) {
    return written(() -> cache.remove(key(key)));
  }

  @Override
  public void removeAll(Collection<K> keys) {
    TreeSet<String> names = new TreeSet<>(byName(keys).keySet());
    written(
        () -> {
          cache.removeAll(names);
          return true;
        });
  }

  @Override
  public <A, R> R update(K key, RowUpdate<V, A, R> update, A argument) {
    RowChange change = change(update, argument);
    Object answer = written(() -> cache.invoke(key(key), change));
    return RowAnswer.from(answer).get(update);
  }

  private <A, R> RowChange change(RowUpdate<V, A, R> update, A argument) {
    return new RowChange(schema.table(), Updates.resolve(update).getClass().getName(), argument);
  }

  @Override
  public <A, R> Map<K, R> updateAll(Map<K, A> arguments, RowUpdate<V, A, R> update) {
    String name = Updates.resolve(update).getClass().getName();
    SortedMap<String, EntryProcessor<String, BinaryObject, Object>> changes = new TreeMap<>();
    arguments.forEach(
        (key, argument) -> changes.put(key(key), new RowChange(schema.table(), name, argument)));
    Map<String, EntryProcessorResult<Object>> results = written(() -> cache.invokeAll(changes));
    Map<K, R> answers = new LinkedHashMap<>();
    Updates.Failures failures = new Updates.Failures();
    for (K key : arguments.keySet()) {
      try {
        answers.put(key, answer(key, results.get(key(key))).get(update));
      } catch (EntryProcessorException e) {
        failures.add(Faults.of(writing(), e));
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    failures.throwIfAny();
    return answers;
  }

  private RowAnswer answer(K key, @Nullable EntryProcessorResult<Object> result) {
    if (result == null) {
      throw new IllegalStateException(writing() + ": no answer for row " + key);
    }
    return RowAnswer.from(result.get());
  }

  @Override
  public List<V> find(Query query) {
    Query checked = rows.format().check(query);
    return read(() -> search.find(checked)).stream().map(this::read).toList();
  }

  @Override
  public long count(Query query) {
    Query checked = rows.format().check(query);
    return read(() -> search.count(checked));
  }

  @Override
  public void scan(Query query, Consumer<V> consumer, Consumer<Unreadable<K>> unreadable) {
    Query checked = rows.format().check(query);
    ReentrantLock oneAtATime = new ReentrantLock();
    comeback.check();
    guard(
        reading(),
        () -> search.each(checked, found -> hand(found, oneAtATime, consumer, unreadable)));
  }

  @Override
  public Parts<K, V> parts(Query query) {
    TableSearch.Parts parts = search.parts(rows.format().check(query));
    ReentrantLock oneAtATime = new ReentrantLock();
    return (consumer, unreadable) ->
        guarded(
            reading(), () -> parts.next(found -> hand(found, oneAtATime, consumer, unreadable)));
  }

  /** Reads a row, as several threads do, and hands it on, as one at a time does. */
  private void hand(
      Found.Row found,
      ReentrantLock oneAtATime,
      Consumer<V> consumer,
      Consumer<Unreadable<K>> unreadable) {
    Runnable next;
    try {
      V row = read(found);
      next = () -> consumer.accept(row);
    } catch (UnreadableRow why) {
      K key = schema.parseKey().apply(found.key());
      next = () -> unreadable.accept(new Unreadable<>(key, why));
    }
    oneAtATime.lock();
    try {
      next.run();
    } finally {
      oneAtATime.unlock();
    }
  }

  private V read(Found.Row row) {
    RowFormat<K, V> format = rows.format();
    return format.read(row.key(), row.version(), row.body(), row.payload());
  }

  @Override
  public Subscription watch(Query query, Consumer<List<Change<K, V>>> listener) {
    Query checked = rows.format().check(query);
    comeback.check();
    return guarded(
        "watching table " + schema.table(), () -> RowWatch.open(rows, cache, checked, listener));
  }
}
