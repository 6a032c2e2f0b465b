package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.apache.ignite.cluster.ClusterGroup;
import org.apache.ignite.cluster.ClusterTopologyException;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.util.typedef.X;

/**
 * Queries of one table over all nodes that hold it: one call to each, which answers the first rows
 * of its own. The answers count if they cover every partition exactly once; partitions that move
 * are rare, and then the query is asked again, and at last as a scan by Ignite.
 */
final class TableSearch {
  /** The pool on which nodes look through their rows. */
  static final String EXECUTOR = "gridmill-tables";

  private static final int TRIES = 4;
  private static final int PAGE = 1024;
  private static final int READERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);
  private static final int SCAN_TRIES = 12;
  private static final Duration INDEX_PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Ignite ignite;
  private final IgniteCache<String, BinaryObject> cache;
  private final String table;
  private final List<String> indexed;

  TableSearch(
      Ignite ignite, IgniteCache<String, BinaryObject> cache, String table, List<String> indexed) {
    this.ignite = ignite;
    this.cache = cache;
    this.table = table;
    this.indexed = List.copyOf(indexed);
  }

  /** The rows that match, in order, at most the query's limit. */
  List<Found.Row> find(Query query) {
    TopRows<Found.Row> top = new TopRows<>(query.descending(), query.limit());
    Optional<List<Found>> found =
        query.limit() > 0 || hasIndex(query)
            ? ask(new RowSearch(table, query, false))
            : Optional.empty();
    if (found.isPresent()) {
      found.get().forEach(f -> f.rows().forEach(row -> top.offer(row.by(), row.key(), row)));
    } else {
      scan(
          query,
          row -> {
            synchronized (top) {
              top.offer(row.by(), row.key(), row);
            }
          });
    }
    return top.rows().stream().map(TopRows.Ranked::row).toList();
  }

  long count(Query query) {
    Optional<List<Found>> found = ask(new RowSearch(table, query, true));
    if (found.isPresent()) {
      return found.get().stream().mapToLong(Found::count).sum();
    }
    LongAdder count = new LongAdder();
    scan(query, row -> count.increment());
    return count.sum();
  }

  /** Hands every row that matches on, in no order, perhaps by several threads at a time. */
  void each(Query query, Consumer<Found.Row> consumer) {
    if (!eachIndexed(query, INDEX_PATIENCE, consumer)) {
      scan(query, consumer);
    }
  }

  /** Hands the rows on that an index finds, if it does and they are not too many. */
  private boolean eachIndexed(Query query, Duration patience, Consumer<Found.Row> consumer) {
    Query unordered = new Query(query.terms(), null, false, 0);
    Optional<List<Found>> found =
        hasIndex(query) ? ask(new RowSearch(table, unordered, false), patience) : Optional.empty();
    found.ifPresent(all -> all.forEach(f -> f.rows().forEach(consumer)));
    return found.isPresent();
  }

  /** All rows that match, some partitions at a time; all at once where an index finds them. */
  Parts parts(Query query) {
    return new Parts(query);
  }

  /** Where a reader is that has other things to do in between. */
  final class Parts {
    private final Query query;
    private int next = -1;

    private Parts(Query query) {
      this.query = query;
    }

    /** As {@link #each}, for the next part; tells whether there are more. */
    boolean next(Consumer<Found.Row> consumer) {
      int partitions = partitions();
      if (next < 0) {
        next = eachIndexed(query, Duration.ZERO, consumer) ? partitions : 0;
      } else {
        int from = next;
        next = Math.min(partitions, from + READERS);
        scan(query, from, next, consumer);
      }
      return next < partitions;
    }
  }

  private boolean hasIndex(Query query) {
    return query.terms().stream().anyMatch(term -> indexed.contains(term.column()));
  }

  /**
   * Reads partition by partition, so that one whose holder leaves can be read again elsewhere;
   * several at a time.
   */
  private void scan(Query query, Consumer<Found.Row> consumer) {
    scan(query, 0, partitions(), consumer);
  }

  private void scan(Query query, int from, int to, Consumer<Found.Row> consumer) {
    AtomicInteger next = new AtomicInteger(from);
    Callable<Void> reader =
        () -> {
          for (int partition = next.getAndIncrement();
              partition < to && !Thread.currentThread().isInterrupted();
              partition = next.getAndIncrement()) {
            partition(query, partition).forEach(consumer);
          }
          return null;
        };
    ExecutorService readers =
        Executors.newFixedThreadPool(
            READERS, Thread.ofPlatform().daemon().name("scan-" + table + "-", 1).factory());
    try {
      for (Future<Void> done : readers.invokeAll(Collections.nCopies(READERS, reader))) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new CacheException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheException("interrupted", e);
    } finally {
      readers.shutdownNow();
    }
  }

  private List<Found.Row> partition(Query query, int partition) {
    for (int attempt = 1; ; attempt++) {
      try {
        Reading reading = LocalNode.of(ignite).reading();
        return reading.during(() -> partitionOnce(query, partition, reading));
      } catch (CacheException e) {
        if (attempt == SCAN_TRIES || !X.hasCause(e, ClusterTopologyException.class)) {
          throw e;
        }
        // The nodes need a moment to agree on who holds the partition now.
        LockSupport.parkNanos(attempt * PAUSE.toNanos());
      }
    }
  }

  private List<Found.Row> partitionOnce(Query query, int partition, Reading reading) {
    String by = query.orderBy();
    List<Found.Row> found = new ArrayList<>();
    ScanQuery<String, BinaryObject> scan =
        new ScanQuery<String, BinaryObject>(new RowFilter(query)).setPartition(partition);
    try (QueryCursor<Cache.Entry<String, BinaryObject>> rows =
        cache.query(scan.setPageSize(PAGE))) {
      for (Cache.Entry<String, BinaryObject> row : rows) {
        reading.check();
        Object value = by == null ? null : row.getValue().field(by);
        found.add(Found.Row.of(value, row.getKey(), row.getValue()));
      }
    }
    return found;
  }

  /** What all nodes answer; empty if it is too much, or partitions keep moving. */
  private Optional<List<Found>> ask(RowSearch search) {
    return ask(search, INDEX_PATIENCE);
  }

  private Optional<List<Found>> ask(RowSearch search, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    for (int i = 0; i < TRIES; i++) {
      List<Found> found = askOnce(search);
      while (found.stream().anyMatch(Found::isLater) && System.nanoTime() - end < 0) {
        // Whoever reads all rows now, beside the index, makes both take twice as long.
        LockSupport.parkNanos(PAUSE.toNanos());
        found = askOnce(search);
      }
      if (!found.stream().allMatch(Found::isAll)) {
        return Optional.empty();
      }
      if (covers(found)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private List<Found> askOnce(RowSearch search) {
    ClusterGroup holders = ignite.cluster().forDataNodes(table);
    Collection<?> nodes = holders.nodes();
    if (nodes.size() == 1 && nodes.contains(ignite.cluster().localNode())) {
      return List.of(LocalNode.of(ignite).reading().during(() -> search.on(ignite)));
    }
    try {
      return List.copyOf(ignite.compute(holders).withExecutor(EXECUTOR).broadcast(search));
    } catch (ClusterTopologyException e) {
      // A node left with its answer; the next try asks those that hold its rows now.
      return List.of();
    }
  }

  private boolean covers(List<Found> found) {
    BitSet covered = new BitSet();
    for (Found part : found) {
      if (!part.isSettled() || covered.intersects(part.partitions())) {
        return false;
      }
      covered.or(part.partitions());
    }
    return covered.cardinality() == partitions();
  }

  /** As the table was made; a node that has just come back need not be asked. */
  @SuppressWarnings("unchecked") // what the configuration is of is asked of nobody
  private int partitions() {
    return ignite
        .cache(table)
        .getConfiguration(CacheConfiguration.class)
        .getAffinity()
        .partitions();
  }
}
