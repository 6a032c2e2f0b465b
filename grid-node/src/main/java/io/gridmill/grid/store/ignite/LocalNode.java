package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.RowFormat;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Singletons;
import io.gridmill.grid.store.Topics;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteBinary;
import org.jspecify.annotations.Nullable;

/**
 * What one node of this process knows beside its Ignite instance: code that Ignite brings to a node
 * finds it by the instance's name. There may be several nodes in a process.
 */
final class LocalNode {
  private static final int MOST_HANDLERS = 256;
  private static final long IDLE_SECONDS = 20;
  private static final ConcurrentMap<String, LocalNode> BY_INSTANCE = new ConcurrentHashMap<>();

  private final String instance;
  private final ConcurrentMap<String, BinaryRows<?, ?>> rows = new ConcurrentHashMap<>();
  private final TableIndexes indexes = new TableIndexes();
  private final Topics topics = new Topics();
  private final Reading reading = new Reading();
  private final KeptRows kept;
  private final Singletons singletons;
  private final ExecutorService handlers;

  private LocalNode(String instance, String name, KeptRows kept) {
    this.instance = instance;
    this.kept = kept;
    this.singletons = new Singletons(name);
    // Platform threads: Ignite keeps buffers for each thread that sends, and would make them anew
    // for each virtual one. When all are busy, Ignite's own threads help out.
    this.handlers =
        new ThreadPoolExecutor(
            0,
            MOST_HANDLERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("handler-" + name + "-", 1).factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /** Makes what an instance that is about to start will find. */
  static LocalNode add(String instance, String name, KeptRows kept) {
    LocalNode node = new LocalNode(instance, name, kept);
    if (BY_INSTANCE.putIfAbsent(instance, node) != null) {
      throw GridException.invalid(
          "instance", instance, "one that does not run in this process yet");
    }
    return node;
  }

  static LocalNode of(Ignite ignite) {
    LocalNode node = BY_INSTANCE.get(ignite.name());
    if (node == null) {
      throw new GridException(
          ErrorCode.UNAVAILABLE,
          "node " + ignite.name() + " is stopping, or not one of Gridmill's");
    }
    return node;
  }

  void remove() {
    BY_INSTANCE.remove(instance, this);
    handlers.shutdownNow();
  }

  /** Rows of a table are written with the newest schema that was opened. */
  void add(BinaryRows<?, ?> table) {
    rows.merge(
        table.schema().table(),
        table,
        (a, b) -> b.schema().version() >= a.schema().version() ? b : a);
  }

  /**
   * How to read and write the rows of a table by a schema: the same for all who opened it by that
   * one, so that what one of them has read others need not read again.
   */
  @SuppressWarnings("unchecked") // of the same schema
  <K, V> BinaryRows<K, V> rows(Schema<K, V> schema, IgniteBinary binary) {
    BinaryRows<?, ?> known = rows.get(schema.table());
    return known != null && known.schema().equals(schema)
        ? (BinaryRows<K, V>) known
        : new BinaryRows<>(RowFormat.remembering(schema), binary);
  }

  /** How to read and write the rows of a table that this node has opened. */
  BinaryRows<?, ?> rows(String table) {
    BinaryRows<?, ?> found = rows.get(table);
    if (found == null) {
      throw new GridException(
          ErrorCode.UNAVAILABLE, "table " + table + " is not open yet on the node with the row");
    }
    return found;
  }

  TableIndexes indexes() {
    return indexes;
  }

  @Nullable TableIndex index(String table) {
    return indexes.get(table);
  }

  Reading reading() {
    return reading;
  }

  KeptRows kept() {
    return kept;
  }

  Topics topics() {
    return topics;
  }

  /** Where handlers of messages run. */
  Executor handlers() {
    return handlers;
  }

  Singletons singletons() {
    return singletons;
  }
}
