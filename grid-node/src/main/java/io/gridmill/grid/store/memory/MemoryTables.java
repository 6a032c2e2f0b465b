package io.gridmill.grid.store.memory;

import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tables in this process's memory. Rows rest as JSON all the same, so that what would not survive
 * the way into a grid does not survive here either.
 */
public final class MemoryTables implements Tables {
  private final ConcurrentMap<String, MemoryRows> rows = new ConcurrentHashMap<>();

  @Override
  public <K, V> Table<K, V> open(Schema<K, V> schema) {
    return new MemoryTable<>(
        schema, rows.computeIfAbsent(schema.table(), name -> new MemoryRows()));
  }
}
