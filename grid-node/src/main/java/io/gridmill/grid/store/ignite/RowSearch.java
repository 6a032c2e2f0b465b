package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Query.Term;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.cache.affinity.Affinity;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.lang.IgniteCallable;
import org.apache.ignite.resources.IgniteInstanceResource;
import org.jspecify.annotations.Nullable;

/**
 * One node's part of a query: looks through the rows whose primary copies the node holds, by its
 * index where there is one, and answers the first of them.
 */
final class RowSearch implements IgniteCallable<Found> {
  private static final long serialVersionUID = 1L;

  /** A term that matches more rows than this is used only where there is nothing better. */
  private static final int MANY = 2_000;

  /** More rows than this are not answered at once, but read bit by bit. */
  private static final int MOST = 20_000;

  private final String table;
  private final RowFilter filter;
  private final @Nullable String orderBy;
  private final boolean descending;
  private final int limit;
  private final boolean counting;

  @IgniteInstanceResource private transient @Nullable Ignite node;

  RowSearch(String table, Query query, boolean counting) {
    this.table = table;
    this.filter = new RowFilter(query);
    this.orderBy = counting ? null : query.orderBy();
    this.descending = query.descending();
    this.limit = counting ? 0 : query.limit();
    this.counting = counting;
  }

  @Override
  public Found call() {
    if (node == null) {
      throw new IllegalStateException("node: missing (expected: set by Ignite)");
    }
    return on(node);
  }

  Found on(Ignite ignite) {
    return new Run(ignite).search();
  }

  /** Keys whose rows may match, and how many they are; one more than many stands for more. */
  private record Keys(Stream<String> keys, long count, boolean inOrder) {}

  /** A search on one node. */
  private final class Run {
    private final Affinity<String> affinity;
    private final Ignite ignite;
    private final IgniteCache<String, BinaryObject> cache;
    private final BitSet owned;
    private final boolean ownsAll;
    private final TopRows<BinaryObject> top = new TopRows<>(descending, limit);
    private long count;

    Run(Ignite ignite) {
      this.ignite = ignite;
      this.affinity = ignite.affinity(table);
      this.cache = ignite.<String, BinaryObject>cache(table).withKeepBinary();
      this.owned = owned();
      this.ownsAll = owned.cardinality() == affinity.partitions();
    }

    private BitSet owned() {
      BitSet set = new BitSet();
      for (int partition : affinity.primaryPartitions(ignite.cluster().localNode())) {
        set.set(partition);
      }
      return set;
    }

    Found search() {
      if (!cache.lostPartitions().isEmpty()) {
        throw new GridException(
            ErrorCode.UNAVAILABLE,
            "table " + table + ": some rows are away until the nodes that hold them are back");
      }
      TableIndex index = LocalNode.of(ignite).index(table);
      boolean all = !counting && limit == 0;
      if (all && index == null && LocalNode.of(ignite).indexes().isFilling(table)) {
        return Found.later();
      }
      Keys keys = index == null ? null : keys(index);
      if (all && (keys == null || keys.count() > MOST)) {
        return Found.tooMany();
      }
      if (index == null || keys == null) {
        readAll();
      } else {
        read(index, keys);
      }
      if (!owned().equals(owned)) {
        return Found.unsettled();
      }
      return counting ? Found.count(owned, count) : Found.rows(owned, top.rows());
    }

    private boolean owns(String key) {
      return ownsAll || owned.get(affinity.partition(key));
    }

    private void readAll() {
      if (counting && filter.query().terms().isEmpty()) {
        count = cache.localSizeLong(CachePeekMode.PRIMARY);
        return;
      }
      ScanQuery<String, BinaryObject> scan = new ScanQuery<>(filter);
      try (QueryCursor<Cache.Entry<String, BinaryObject>> rows = cache.query(scan.setLocal(true))) {
        for (Cache.Entry<String, BinaryObject> row : rows) {
          if (owns(row.getKey())) {
            take(row.getKey(), row.getValue());
          }
        }
      }
    }

    private void read(TableIndex index, Keys keys) {
      for (Iterator<String> all = keys.keys().iterator(); all.hasNext(); ) {
        String key = all.next();
        Postings.@Nullable Held @Nullable [] known = index.known(key);
        if (known == null || !mayMatch(index, known) || !owns(key)) {
          continue;
        }
        BinaryObject row = cache.localPeek(key, CachePeekMode.ALL);
        if (row == null) {
          index.drop(key, known);
        } else if (filter.apply(key, row)) {
          take(key, row);
          if (keys.inOrder() && top.full()) {
            return;
          }
        }
      }
    }

    private void take(String key, BinaryObject row) {
      count++;
      if (!counting) {
        top.offer(orderBy == null ? null : row.field(orderBy), key, row);
      }
    }

    private boolean mayMatch(TableIndex index, Postings.@Nullable Held[] known) {
      for (Term term : filter.query().terms()) {
        if (index.has(term.column()) && !term.matches(index.value(known, term.column()))) {
          return false;
        }
      }
      return true;
    }

    private @Nullable Keys keys(TableIndex index) {
      Term best = null;
      long fewest = Long.MAX_VALUE;
      for (Term term : filter.query().terms()) {
        if (index.has(term.column())) {
          long matching = index.count(term, counting || limit > 0 ? MANY : MOST);
          if (matching < fewest) {
            fewest = matching;
            best = term;
          }
        }
      }
      boolean ordered = index.has(orderBy);
      if (fewest > MANY && limit > 0 && orderBy != null && ordered && index.hasAll(orderBy)) {
        return new Keys(index.ordered(orderBy, descending), fewest, true);
      }
      if (best == null) {
        return null;
      }
      Stream<String> keys = index.keys(best);
      if (orderBy == null || !ordered || limit == 0) {
        return new Keys(keys, fewest, orderBy == null);
      }
      return new Keys(sorted(index, keys, orderBy), fewest, true);
    }

    private Stream<String> sorted(TableIndex index, Stream<String> keys, String column) {
      Comparator<Object> order = descending ? Query.ORDER.reversed() : Query.ORDER;
      record Ranked(@Nullable Object by, String key) {}
      List<Ranked> ranked = new ArrayList<>();
      keys.forEach(
          key -> {
            Postings.@Nullable Held @Nullable [] known = index.known(key);
            if (known != null && mayMatch(index, known)) {
              ranked.add(new Ranked(index.value(known, column), key));
            }
          });
      ranked.sort(
          Comparator.<Ranked, @Nullable Object>comparing(Ranked::by, Comparator.nullsLast(order))
              .thenComparing(Ranked::key));
      return ranked.stream().map(Ranked::key);
    }
  }
}
