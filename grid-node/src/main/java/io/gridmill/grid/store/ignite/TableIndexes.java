package io.gridmill.grid.store.ignite;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.CachePeekMode;
import org.apache.ignite.spi.IgniteSpiAdapter;
import org.apache.ignite.spi.IgniteSpiException;
import org.apache.ignite.spi.IgniteSpiMultipleInstancesSupport;
import org.apache.ignite.spi.indexing.IndexingQueryFilter;
import org.apache.ignite.spi.indexing.IndexingSpi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of the tables that one node holds. Ignite hands it every row that it stores, within
 * the write.
 *
 * <p>Ignite's own indexes come with an SQL engine, cost about 10 µs for each index and write, and
 * some hundred MiB of memory; these cost about 2 µs and what they hold.
 */
@IgniteSpiMultipleInstancesSupport(true)
final class TableIndexes extends IgniteSpiAdapter implements IndexingSpi {
  private static final Logger log = LoggerFactory.getLogger(TableIndexes.class);

  /** After how many writes of a table its index is looked at for rows that are gone. */
  private static final int LOOK_EVERY = 1 << 14;

  /** How many rows an index may have too many, beside as many as there are. */
  private static final int SLACK = 10_000;

  /** An index, and whether it has all rows yet. */
  private static final class Kept {
    final TableIndex index;
    final AtomicLong writes = new AtomicLong();
    volatile boolean filling;
    volatile boolean failed;
    volatile boolean complete;

    Kept(TableIndex index) {
      this.index = index;
    }
  }

  private final ConcurrentMap<String, Kept> tables = new ConcurrentHashMap<>();
  private volatile @Nullable Ignite node;
  private volatile boolean closed;

  /** The table's index; null if it has none, or has not all rows yet. */
  @Nullable TableIndex get(String table) {
    Kept kept = tables.get(table);
    return kept != null && kept.complete ? kept.index : null;
  }

  /** Whether the rows that were there before a table's index go into it now, or soon. */
  boolean isFilling(String table) {
    Kept kept = tables.get(table);
    return kept != null && !kept.complete && !kept.failed;
  }

  /** Begins an index of a table: rows that are written from now on go into it. */
  void open(String table, List<String> columns) {
    if (!columns.isEmpty()) {
      tables.putIfAbsent(table, new Kept(new TableIndex(columns)));
    }
  }

  /** Takes the rows that were there before the index, if any in the background. */
  void complete(Ignite ignite, String table) {
    node = ignite;
    Kept kept = tables.get(table);
    if (kept == null || kept.complete) {
      return;
    }
    if (cache(ignite, table).localSizeLong(held()) <= kept.index.size()) {
      kept.complete = true;
    } else if (!kept.filling) {
      kept.filling = true;
      background("index-" + table, () -> fill(ignite, table, kept));
    }
  }

  /** Leaves what is done in the background undone. */
  void close() {
    closed = true;
  }

  private void background(String name, Runnable work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                if (!closed) {
                  log.warn("{} stopped; its queries read all rows", name, e);
                }
              }
            });
  }

  private void fill(Ignite ignite, String table, Kept kept) {
    long began = System.nanoTime();
    try {
      Reading reading = LocalNode.of(ignite).reading();
      kept.complete = reading.during(() -> fillAll(ignite, table, kept, reading));
      long millis = (System.nanoTime() - began) / 1_000_000;
      log.info("the index of {} rows of table {} took {} ms", kept.index.size(), table, millis);
    } finally {
      kept.failed = !kept.complete;
    }
  }

  private static boolean fillAll(Ignite ignite, String table, Kept kept, Reading reading) {
    for (Cache.Entry<String, BinaryObject> row : cache(ignite, table).localEntries(held())) {
      reading.check();
      kept.index.storeIfUnknown(row.getKey(), row.getValue());
    }
    return true;
  }

  private static IgniteCache<String, BinaryObject> cache(Ignite ignite, String table) {
    return ignite.cache(table).withKeepBinary();
  }

  private static CachePeekMode[] held() {
    return new CachePeekMode[] {CachePeekMode.PRIMARY, CachePeekMode.BACKUP};
  }

  @Override
  public void store(@Nullable String cache, Object key, Object row, long expiry) {
    if (cache == null) {
      return;
    }
    Kept kept = tables.get(cache);
    if (kept != null) {
      kept.index.store((String) key, (BinaryObject) row);
      if (kept.complete && kept.writes.incrementAndGet() % LOOK_EVERY == 0) {
        background("prune-" + cache, () -> prune(cache, kept.index));
      }
    }
  }

  /** Rows that go are not told of, so an index is looked through when it has become too large. */
  private void prune(String table, TableIndex index) {
    Ignite ignite = node;
    if (ignite == null || index.size() <= 2 * cache(ignite, table).localSizeLong(held()) + SLACK) {
      return;
    }
    IgniteCache<String, BinaryObject> rows = cache(ignite, table);
    for (String key : index.keys()) {
      Postings.@Nullable Held @Nullable [] known = index.known(key);
      if (known != null && rows.localPeek(key, held()) == null) {
        index.drop(key, known);
      }
    }
  }

  @Override
  public void remove(@Nullable String cache, Object key) {
    Kept kept = cache == null ? null : tables.get(cache);
    if (kept != null) {
      Postings.@Nullable Held @Nullable [] known = kept.index.known((String) key);
      if (known != null) {
        kept.index.drop((String) key, known);
      }
    }
  }

  @Override
  public Iterator<Cache.Entry<?, ?>> query(
      @Nullable String cache, Collection<Object> parameters, @Nullable IndexingQueryFilter filter) {
    throw new IgniteSpiException("queries come through tables, not through Ignite's SpiQuery");
  }

  @Override
  public void spiStart(@Nullable String instance) {
    // Nothing to start: indexes begin with their tables.
  }

  @Override
  public void spiStop() {
    tables.clear();
  }
}
