package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Updates;
import javax.cache.processor.MutableEntry;
import org.apache.ignite.Ignite;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryRawReader;
import org.apache.ignite.binary.BinaryRawWriter;
import org.apache.ignite.binary.BinaryReader;
import org.apache.ignite.binary.BinaryWriter;
import org.apache.ignite.binary.Binarylizable;
import org.apache.ignite.cache.CacheEntryProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Applies a {@link RowUpdate} to a row, on the node that holds it. It travels as the update's class
 * name and the argument's JSON; where it need not travel, the argument is passed as it is.
 */
final class RowChange implements CacheEntryProcessor<String, BinaryObject, Object>, Binarylizable {
  private static final long serialVersionUID = 1L;

  private transient String table;
  private transient String update;
  private transient Object argument;
  private transient boolean encoded;

  /** As Ignite makes it, to be read. */
  RowChange() {
    this("", "", "");
  }

  RowChange(String table, String update, Object argument) {
    this.table = table;
    this.update = update;
    this.argument = argument;
  }

  @Override
  public RowAnswer process(MutableEntry<String, BinaryObject> entry, Object... none) {
    try {
      BinaryRows<?, ?> rows = LocalNode.of(entry.unwrap(Ignite.class)).rows(table);
      return apply(rows, Updates.named(update), entry);
    } catch (RuntimeException e) {
      return RowAnswer.refused(Updates.failure(e));
    }
  }

  @SuppressWarnings("unchecked") // a table's updates are of its rows
  private <V, A, R> RowAnswer apply(
      BinaryRows<?, V> rows, RowUpdate<?, ?, ?> named, MutableEntry<String, BinaryObject> entry) {
    RowUpdate<V, A, R> change = (RowUpdate<V, A, R>) named;
    A given = encoded ? change.argumentFrom((byte[]) argument) : (A) argument;
    BinaryObject stored = entry.getValue();
    @Nullable V before = stored == null ? null : rows.read(entry.getKey(), stored);
    RowUpdate.Outcome<V, R> outcome = change.apply(before, given);
    if (!outcome.leaves(before)) {
      V after = outcome.row();
      if (after == null) {
        entry.remove();
      } else {
        entry.setValue(rows.write(after));
      }
    }
    return RowAnswer.of(change, outcome.answer());
  }

  @Override
  public void writeBinary(BinaryWriter writer) {
    BinaryRawWriter out = writer.rawWriter();
    out.writeString(table);
    out.writeString(update);
    out.writeByteArray(encoded ? (byte[]) argument : encode(Updates.named(update)));
  }

  @SuppressWarnings("unchecked") // the update that the argument is for
  private <A> byte[] encode(RowUpdate<?, A, ?> named) {
    return named.argumentBytes((A) argument);
  }

  @Override
  public void readBinary(BinaryReader reader) {
    BinaryRawReader in = reader.rawReader();
    table = Required.text(in);
    update = Required.text(in);
    argument = Required.bytes(in);
    encoded = true;
  }
}
