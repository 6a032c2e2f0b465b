package io.gridmill.grid.store;

/** Opens tables. */
public interface Tables {
  /** The table of this schema, made if the grid does not have it yet. */
  <K, V> Table<K, V> open(Schema<K, V> schema);
}
