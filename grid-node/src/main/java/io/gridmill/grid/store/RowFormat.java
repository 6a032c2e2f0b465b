package io.gridmill.grid.store;

import io.gridmill.grid.store.Schema.Payload;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the records of one table become columns and bodies, and bodies records again. */
public final class RowFormat<K, V> {
  private static final byte[] NOTHING = {};
  private static final int MOST_RECENT = 1 << 13;

  private final Schema<K, V> schema;
  private final Map<String, Column<V>> columns = new HashMap<>();
  private final @Nullable ReadRows<V> recent;

  /**
   * A record as bytes.
   *
   * @param body its JSON or its packed form, without its payload
   * @param payload its payload; null if its table has none
   */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares them
  public record Parts(byte[] body, byte @Nullable [] payload) {}

  /** A format that reads every row anew. */
  public RowFormat(Schema<K, V> schema) {
    this(schema, null);
  }

  /** A format that remembers the last rows, where the schema allows it. */
  public static <K, V> RowFormat<K, V> remembering(Schema<K, V> schema) {
    return new RowFormat<>(schema, schema.isPacked() ? new ReadRows<>(MOST_RECENT) : null);
  }

  private RowFormat(Schema<K, V> schema, @Nullable ReadRows<V> recent) {
    this.schema = schema;
    this.recent = recent;
    schema.columns().forEach(c -> columns.put(c.name(), c));
  }

  public Schema<K, V> schema() {
    return schema;
  }

  /** The record as bytes. */
  public Parts write(V row) {
    Payload<V> payload = schema.payload();
    if (payload == null) {
      return new Parts(Wire.bytes(row), null);
    }
    Parts parts = new Parts(body(payload.with().apply(row, NOTHING)), payload.of().apply(row));
    if (recent != null) {
      recent.add(parts, schema.version(), row);
    }
    return parts;
  }

  private byte[] body(V row) {
    return schema.isPacked() ? Packed.bytes(row) : Wire.bytes(row);
  }

  /**
   * The record of a body and payload that were written as this version.
   *
   * @throws UnreadableRow if it is none, or one of a version that is not known here
   */
  public V read(String key, int version, byte[] body, byte @Nullable [] payload) {
    Parts parts = new Parts(body, payload);
    V known = recent == null ? null : recent.find(parts, version);
    if (known != null) {
      return known;
    }
    V row = readNew(key, version, parts);
    if (recent != null) {
      recent.add(parts, version, row);
    }
    return row;
  }

  private V readNew(String key, int version, Parts parts) {
    if (version != schema.version() && version != schema.version() - 1) {
      String problem =
          "version %d (expected: %d or the one before)".formatted(version, schema.version());
      throw new UnreadableRow(schema.table(), key, problem, null);
    }
    try {
      V row = Packed.read(parts.body(), schema.type());
      Payload<V> payload = schema.payload();
      byte[] bytes = parts.payload();
      return payload == null || bytes == null ? row : payload.with().apply(row, bytes);
    } catch (GridException e) {
      throw new UnreadableRow(schema.table(), key, String.valueOf(e.getMessage()), e);
    }
  }

  /** The value of a column of this record. */
  public @Nullable Object column(Column<V> column, V row) {
    Object value = column.of().apply(row);
    if (value != null && value.getClass() != column.type()) {
      throw GridException.invalid(
          named(column.name()), value, "a " + column.type().getSimpleName());
    }
    return value;
  }

  /** The values of all columns of this record; those without a value are left out. */
  public Map<String, Object> columns(V row) {
    Map<String, Object> values = new HashMap<>();
    for (Column<V> column : schema.columns()) {
      Object value = column(column, row);
      if (value != null) {
        values.put(column.name(), value);
      }
    }
    return values;
  }

  /** The column of this name. */
  public Column<V> column(String name) {
    Column<V> column = columns.get(name);
    if (column == null) {
      throw GridException.invalid(
          "column of table " + schema.table(), name, "one of " + columns.keySet());
    }
    return column;
  }

  /**
   * The query with values of its columns' types.
   *
   * @throws GridException if the table has no such column, or it holds another type
   */
  public Query check(Query query) {
    if (query.orderBy() != null) {
      column(query.orderBy());
    }
    List<Query.Term> terms = query.terms().stream().map(this::check).toList();
    return new Query(terms, query.orderBy(), query.descending(), query.limit());
  }

  private Query.Term check(Query.Term term) {
    Column<V> column = column(term.column());
    List<Object> values = term.values().stream().map(v -> typed(column, v)).toList();
    return new Query.Term(term.column(), term.operator(), values);
  }

  private Object typed(Column<V> column, Object value) {
    if (value.getClass() == column.type()) {
      return value;
    }
    if (column.type() == Long.class && value instanceof Integer number) {
      return number.longValue();
    }
    throw GridException.invalid(named(column.name()), value, "a " + column.type().getSimpleName());
  }

  private String named(String column) {
    return "column " + column + " of table " + schema.table();
  }
}
