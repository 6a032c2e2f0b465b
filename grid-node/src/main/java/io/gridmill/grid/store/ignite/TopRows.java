package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Query;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of an order, of all that are offered; each key once.
 *
 * @param <R> what is kept of a row
 */
final class TopRows<R> {
  /** A row with what it is ordered by. */
  record Ranked<R>(@Nullable Object by, String key, R row) {}

  private final int limit;
  private final Comparator<Ranked<R>> order;
  private final PriorityQueue<Ranked<R>> worstFirst;
  private final Set<String> keys = new HashSet<>();

  /** Keeps at most {@code limit} rows; 0 for all. */
  TopRows(boolean descending, int limit) {
    Comparator<Object> values = descending ? Query.ORDER.reversed() : Query.ORDER;
    this.limit = limit;
    this.order =
        Comparator.<Ranked<R>, @Nullable Object>comparing(Ranked::by, Comparator.nullsLast(values))
            .thenComparing(Ranked::key);
    this.worstFirst = new PriorityQueue<>(order.reversed());
  }

  void offer(@Nullable Object by, String key, R row) {
    Ranked<R> ranked = new Ranked<>(by, key, row);
    if (full() && order.compare(ranked, worstFirst.element()) >= 0) {
      return;
    }
    if (keys.add(key)) {
      worstFirst.add(ranked);
      if (limit > 0 && worstFirst.size() > limit) {
        keys.remove(worstFirst.remove().key());
      }
    }
  }

  boolean full() {
    return limit > 0 && worstFirst.size() >= limit;
  }

  List<Ranked<R>> rows() {
    List<Ranked<R>> rows = new ArrayList<>(worstFirst);
    rows.sort(order);
    return rows;
  }
}
