package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Query.Operator;
import io.gridmill.grid.store.Query.Term;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.ignite.binary.BinaryObject;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table that one node holds, by their indexed columns.
 *
 * <p>It lives on the heap and follows every row that is written to the node's storage, as primary,
 * as backup or by rebalancing, within the write. It is not told of rows that go: what it finds must
 * be looked up, and what is not there any more is {@linkplain #drop dropped}. So it may name rows
 * that are gone or have changed, and misses none that stays as it is.
 *
 * <p>All changes for one key happen under that key's lock in {@code rows}.
 */
final class TableIndex {
  private final List<String> columns;
  private final List<Postings> postings;
  private final List<LongAdder> without;

  /** For each row where it stands in each column; null for no value. */
  private final ConcurrentMap<String, Postings.@Nullable Held[]> rows = new ConcurrentHashMap<>();

  TableIndex(List<String> columns) {
    this.columns = List.copyOf(columns);
    this.postings = columns.stream().map(c -> new Postings()).toList();
    this.without = columns.stream().map(c -> new LongAdder()).toList();
  }

  /** Takes a row as it is now. */
  void store(String key, BinaryObject row) {
    @Nullable Object[] now = values(row);
    rows.compute(key, (k, before) -> replace(k, before, now));
  }

  /** Takes a row as it was found, unless a newer state of it has been stored. */
  void storeIfUnknown(String key, BinaryObject row) {
    rows.computeIfAbsent(key, k -> replace(k, null, values(row)));
  }

  /** What is known of a row now, to {@linkplain #drop drop} it if it turns out to be gone. */
  Postings.@Nullable Held @Nullable [] known(String key) {
    return rows.get(key);
  }

  /** Forgets a row that is gone, unless it has been stored again since this was known of it. */
  @SuppressWarnings("ReferenceEquality") // every store makes a new array
  void drop(String key, Postings.@Nullable Held[] known) {
    rows.computeIfPresent(
        key,
        (k, now) -> {
          if (now != known) {
            return now;
          }
          for (int i = 0; i < now.length; i++) {
            remove(i, now[i], k);
          }
          return null;
        });
  }

  int size() {
    return rows.size();
  }

  Iterable<String> keys() {
    return rows.keySet();
  }

  private @Nullable Object[] values(BinaryObject row) {
    @Nullable Object[] values = new @Nullable Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.field(columns.get(i));
    }
    return values;
  }

  /**
   * Adds before it removes, so that a row is never missing while its value stays.
   *
   * @return a new array each time: it is also the mark of this store
   */
  private Postings.@Nullable Held[] replace(
      String key, Postings.@Nullable Held @Nullable [] before, @Nullable Object[] values) {
    Postings.@Nullable Held[] now = new Postings.@Nullable Held[values.length];
    for (int i = 0; i < now.length; i++) {
      Object value = values[i];
      Postings.Held old = before == null ? null : before[i];
      if (old != null && old.value().equals(value)) {
        now[i] = old;
        continue;
      }
      if (value == null) {
        without.get(i).increment();
      } else {
        now[i] = postings.get(i).add(value, key);
      }
      if (before != null) {
        remove(i, old, key);
      }
    }
    return now;
  }

  private void remove(int column, Postings.@Nullable Held held, String key) {
    if (held == null) {
      without.get(column).decrement();
    } else {
      postings.get(column).remove(held, key);
    }
  }

  /** Whether the column has an index. */
  boolean has(@Nullable String column) {
    return column != null && columns.contains(column);
  }

  /** Whether every row has a value of this column, which has an index. */
  boolean hasAll(String column) {
    return without.get(columns.indexOf(column)).sum() == 0;
  }

  /** The value of a column with an index, of a row as it was known. */
  @Nullable Object value(Postings.@Nullable Held[] known, String column) {
    Postings.Held held = known[columns.indexOf(column)];
    return held == null ? null : held.value();
  }

  /**
   * How many rows a term of a column with an index matches; more than {@code most} count as one
   * more.
   */
  long count(Term term, long most) {
    return keys(term).limit(most + 1).count();
  }

  /** The keys of the rows that match a term of a column with an index, in no order. */
  Stream<String> keys(Term term) {
    Postings all = postings.get(columns.indexOf(term.column()));
    if (term.operator() == Operator.IN) {
      return term.values().stream().distinct().flatMap(all::keys);
    }
    Object bound = term.values().getFirst();
    return (term.operator() == Operator.LESS ? all.below(bound) : all.from(bound))
        .flatMap(all::keys);
  }

  /** The keys of all rows with a value of this column, in its order; ties by key either way. */
  Stream<String> ordered(String column, boolean descending) {
    Postings all = postings.get(columns.indexOf(column));
    return all.ordered(descending).flatMap(value -> all.keys(value).sorted());
  }
}
