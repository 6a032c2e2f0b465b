package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.RowFormat;
import io.gridmill.grid.store.Schema;
import java.util.List;
import org.apache.ignite.IgniteBinary;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryObjectBuilder;
import org.jspecify.annotations.Nullable;

/** How the records of one table become binary rows, and rows records again. */
final class BinaryRows<K, V> {
  /** The field of a row with the version of its JSON. */
  static final String VERSION = "v";

  /** The field of a row with its JSON. */
  static final String BODY = "body";

  /** The field of a row with the bytes beside its JSON. */
  static final String PAYLOAD = "payload";

  private final RowFormat<K, V> format;
  private final IgniteBinary binary;
  private final List<Column<V>> columns;

  BinaryRows(RowFormat<K, V> format, IgniteBinary binary) {
    this.format = format;
    this.binary = binary;
    this.columns = format.schema().columns();
  }

  Schema<K, V> schema() {
    return format.schema();
  }

  RowFormat<K, V> format() {
    return format;
  }

  BinaryObject write(V row) {
    BinaryObjectBuilder builder = binary.builder(schema().table());
    for (Column<V> column : columns) {
      set(builder, column.name(), column.type(), format.column(column, row));
    }
    builder.setField(VERSION, schema().version());
    RowFormat.Parts parts = format.write(row);
    builder.setField(BODY, parts.body());
    if (parts.payload() != null) {
      builder.setField(PAYLOAD, parts.payload());
    }
    return builder.build();
  }

  /**
   * Makes the row's fields known to the grid, which takes a message around it, before any is used.
   */
  void announce() {
    BinaryObjectBuilder builder = binary.builder(schema().table());
    for (Column<V> column : columns) {
      set(builder, column.name(), column.type(), null);
    }
    builder.setField(VERSION, schema().version());
    builder.setField(BODY, new byte[0]);
    if (schema().payload() != null) {
      builder.setField(PAYLOAD, new byte[0]);
    }
    builder.build();
  }

  private static <T> void set(
      BinaryObjectBuilder builder, String name, Class<T> type, @Nullable Object value) {
    builder.setField(name, type.cast(value), type);
  }

  V read(String key, BinaryObject row) {
    int version = row.field(VERSION);
    byte[] body = row.field(BODY);
    byte[] payload = schema().payload() == null ? null : row.field(PAYLOAD);
    return format.read(key, version, body, payload);
  }
}
