package io.gridmill.grid.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows by key. Each row holds one record; each change of a row is atomic, and there are no changes
 * of several rows at once. Methods that take many keys or rows cost one round trip for all.
 */
public interface Table<K, V> {
  Optional<V> get(K key);

  /** The rows that exist, of these keys. */
  Map<K, V> getAll(Collection<K> keys);

  /** Stores a row if its key has none; tells whether it did. */
  boolean putIfAbsent(K key, V row);

  void put(K key, V row);

  void putAll(Map<K, V> rows);

  /** Removes a row; tells whether there was one. */
  boolean remove(K key);

  void removeAll(Collection<K> keys);

  /** Applies a change to one row, where the row is, and returns what the change answers. */
  <A, R> R update(K key, RowUpdate<V, A, R> update, A argument);

  /**
   * Applies a change to many rows, each atomically and on its own, in one round trip for all. The
   * answers come by key.
   *
   * @throws RuntimeException if any row could not be changed; others may have been
   */
  <A, R> Map<K, R> updateAll(Map<K, A> arguments, RowUpdate<V, A, R> update);

  /** The rows that match, in the query's order, at most its limit. */
  List<V> find(Query query);

  /** How many rows match; order and limit are ignored. */
  long count(Query query);

  /**
   * Hands every row that matches to the consumer, one at a time, without holding all in memory; no
   * order.
   *
   * @throws UnreadableRow if a row cannot be read
   */
  default void scan(Query query, Consumer<V> consumer) {
    scan(
        query,
        consumer,
        row -> {
          throw row.why();
        });
  }

  /** As {@link #scan(Query, Consumer)}; rows that cannot be read are told of and passed over. */
  void scan(Query query, Consumer<V> consumer, Consumer<Unreadable<K>> unreadable);

  /** As {@link #scan(Query, Consumer, Consumer)}, a part at a time. */
  Parts<K, V> parts(Query query);

  /**
   * Rows that are handed on a part at a time, for a reader who has other things to do in between. A
   * row is as it is when its part is read; one that comes to match meanwhile may be missing.
   */
  @FunctionalInterface
  interface Parts<K, V> {
    /** Hands the rows of the next part on; tells whether there are more parts. */
    boolean next(Consumer<V> consumer, Consumer<Unreadable<K>> unreadable);
  }

  /**
   * A row whose record cannot be read: it is damaged, or of a version that is not known here.
   *
   * @param why names the table, the row and what is wrong with it
   */
  record Unreadable<K>(K key, UnreadableRow why) {}

  /**
   * Tells of every change of a row that matches after it, from now on, in order per key and at
   * least once, until closed. A removed row is told of with its last columns. The listener is
   * called by one thread at a time, with all that has gathered since the last call; it must not
   * block for long.
   *
   * <p>A gateway that loses the grid and comes back goes on watching, but was not told of what
   * happened meanwhile; it sees all members leave and join by {@link Cluster#onChange}.
   */
  Subscription watch(Query query, Consumer<List<Change<K, V>>> listener);

  /** A watch that can be ended. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** A row as it was after a change, read only when asked for. */
  interface Change<K, V> {
    K key();

    /** The value of an index column after the change. */
    @Nullable Object column(String name);

    /** The record after the change; empty if the row was removed. */
    Optional<V> row();
  }
}
