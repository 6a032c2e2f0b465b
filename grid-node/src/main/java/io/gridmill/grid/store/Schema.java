package io.gridmill.grid.store;

import java.util.List;
import java.util.function.Function;

/**
 * What a table is called, what it holds and where.
 *
 * @param table the table's name
 * @param key how a key is written as text, unique for each key
 * @param parseKey the reverse of {@code key}
 * @param type the record that a row holds
 * @param version the version of the record's JSON; readers accept this one and the one before
 * @param columns what is kept beside the body
 * @param placement which nodes hold the rows
 */
public record Schema<K, V>(
    String table,
    Function<K, String> key,
    Function<String, K> parseKey,
    Class<V> type,
    int version,
    List<Column<V>> columns,
    Placement placement) {
  /** Which nodes hold a table's rows. */
  public enum Placement {
    /** Core nodes only. */
    CORE,
    /** Core and provider nodes. */
    EVERYWHERE
  }
}
