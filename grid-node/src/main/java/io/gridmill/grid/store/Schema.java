package io.gridmill.grid.store;

import io.gridmill.job.GridException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a table is called, what it holds and where.
 *
 * @param table the table's name
 * @param key how a key is written as text, unique for each key
 * @param parseKey the reverse of {@code key}
 * @param type the record that a row holds
 * @param version the version of the record's body; readers accept this one and the one before
 * @param columns what is kept beside the body
 * @param placement which nodes hold the rows
 * @param payload the part of the record that is kept as raw bytes beside the body; null if all of
 *     it goes into the body
 */
public record Schema<K, V>(
    String table,
    Function<K, String> key,
    Function<String, K> parseKey,
    Class<V> type,
    int version,
    List<Column<V>> columns,
    Placement placement,
    @Nullable Payload<V> payload) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  public Schema {
    if (!NAME.matcher(table).matches()) {
      throw GridException.invalid(
          "table", table, "lower-case letters, digits, hyphens and underscores");
    }
    if (version < 1) {
      throw GridException.invalid("version of table " + table, version, ">= 1");
    }
    columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column<V> column : columns) {
      if (!names.add(column.name())) {
        throw GridException.invalid(
            "columns of table " + table, column.name(), "each column's name once");
      }
    }
  }

  /** A schema whose records go into their JSON as a whole. */
  public Schema(
      String table,
      Function<K, String> key,
      Function<String, K> parseKey,
      Class<V> type,
      int version,
      List<Column<V>> columns,
      Placement placement) {
    this(table, key, parseKey, type, version, columns, placement, null);
  }

  /** The same schema, of records with bytes that are too many for JSON. */
  public Schema<K, V> withPayload(Function<V, byte[]> of, BiFunction<V, byte[], V> with) {
    return with(new Payload<>(of, with, Payload.Kind.LARGE));
  }

  /**
   * The same schema, of records with a part that stays as it is while the rest changes. The records
   * must be immutable throughout: what is read once is handed to all readers.
   */
  public Schema<K, V> withLasting(Function<V, byte[]> of, BiFunction<V, byte[], V> with) {
    return with(new Payload<>(of, with, Payload.Kind.LASTING));
  }

  private Schema<K, V> with(Payload<V> payload) {
    return new Schema<>(table, key, parseKey, type, version, columns, placement, payload);
  }

  /** Whether rows have bytes that are too many for JSON. */
  public boolean isLarge() {
    return payload != null && payload.kind() == Payload.Kind.LARGE;
  }

  /**
   * Whether rows change so often that their bodies are {@link Packed}, not JSON, and that those
   * that were met lately are remembered.
   */
  public boolean isPacked() {
    return payload != null && payload.kind() == Payload.Kind.LASTING;
  }

  /**
   * Bytes of a record that are kept beside its JSON, not in it.
   *
   * <p>A table keeps them in a field of the row of their own, as they are: it writes {@code
   * with.apply(row, new byte[0])} as the body and {@code of.apply(row)} beside it, and reads a row
   * as {@code with.apply(body's record, bytes)}; a row without the field, as of an earlier version,
   * is its body's record. It copies no more than it must, so neither side changes an array that it
   * has handed over. Queries do not see a payload.
   *
   * @param of the bytes of a record
   * @param with the same record with other bytes; none stands for a record without them
   */
  public record Payload<V>(Function<V, byte[]> of, BiFunction<V, byte[], V> with, Kind kind) {
    /** Why bytes are kept beside the body. */
    public enum Kind {
      /** They are too many for JSON; such tables have memory of their own. */
      LARGE,
      /** They stay as they are while the rest changes. */
      LASTING
    }
  }

  /** Which nodes hold a table's rows. */
  public enum Placement {
    /** Core nodes only. */
    CORE,
    /** Core and provider nodes. */
    EVERYWHERE
  }
}
