package io.gridmill.grid.store.ignite;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryRawReader;
import org.apache.ignite.binary.BinaryRawWriter;
import org.apache.ignite.binary.BinaryReader;
import org.apache.ignite.binary.BinaryWriter;
import org.apache.ignite.binary.Binarylizable;
import org.jspecify.annotations.Nullable;

/** What one node found of the rows whose primary copies it holds. */
final class Found implements Binarylizable {
  /** How many bytes of rows a node answers at most. */
  private static final long MOST_BYTES = 32L << 20;

  /** In place of a number of rows: they can be told soon. */
  private static final long LATER = -1;

  /** A row, as its parts. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares them
  record Row(@Nullable Object by, String key, int version, byte[] body, byte @Nullable [] payload) {
    static Row of(@Nullable Object by, String key, BinaryObject row) {
      return new Row(
          by,
          key,
          row.<Integer>field(BinaryRows.VERSION),
          row.field(BinaryRows.BODY),
          row.field(BinaryRows.PAYLOAD));
    }

    int size() {
      return key.length() + body.length + (payload == null ? 0 : payload.length);
    }
  }

  private transient BitSet partitions;
  private transient boolean settled;
  private transient boolean all;
  private transient long count;
  private transient List<Row> rows = new ArrayList<>();

  /** As Ignite makes it, to be read. */
  Found() {
    this(new BitSet(), 0);
  }

  private Found(BitSet partitions, long count) {
    this.partitions = partitions;
    this.count = count;
    this.settled = true;
    this.all = true;
  }

  /** A number of rows in these partitions. */
  static Found count(BitSet partitions, long count) {
    return new Found(partitions, count);
  }

  /** Rows in these partitions. */
  static Found rows(BitSet partitions, List<TopRows.Ranked<BinaryObject>> rows) {
    Found found = new Found(partitions, rows.size());
    long bytes = 0;
    for (TopRows.Ranked<BinaryObject> ranked : rows) {
      Row row = Row.of(ranked.by(), ranked.key(), ranked.row());
      bytes += row.size();
      if (bytes > MOST_BYTES) {
        found.all = false;
        found.rows.clear();
        break;
      }
      found.rows.add(row);
    }
    return found;
  }

  /**
   * Nothing yet, because an index is being made. To those who do not know of it, it is too much.
   */
  static Found later() {
    Found found = tooMany();
    found.count = LATER;
    return found;
  }

  /** Nothing, because it is too much. */
  static Found tooMany() {
    Found found = new Found();
    found.all = false;
    return found;
  }

  /** Nothing, because partitions moved meanwhile. */
  static Found unsettled() {
    Found found = new Found();
    found.settled = false;
    return found;
  }

  /** The partitions that were looked through. */
  BitSet partitions() {
    return partitions;
  }

  /** Whether the partitions stayed where they are. */
  boolean isSettled() {
    return settled;
  }

  /** Whether the node can tell soon. */
  boolean isLater() {
    return count == LATER;
  }

  /** Whether the rows are not too many to answer. */
  boolean isAll() {
    return all;
  }

  long count() {
    return count;
  }

  List<Row> rows() {
    return rows;
  }

  @Override
  public void writeBinary(BinaryWriter writer) {
    BinaryRawWriter out = writer.rawWriter();
    out.writeBoolean(settled);
    out.writeBoolean(all);
    out.writeLong(count);
    out.writeByteArray(partitions.toByteArray());
    out.writeInt(rows.size());
    for (Row row : rows) {
      out.writeObject(row.by());
      out.writeString(row.key());
      out.writeInt(row.version());
      out.writeByteArray(row.body());
      out.writeByteArray(row.payload());
    }
  }

  private static Row row(BinaryRawReader in) {
    Object by = in.readObject();
    return new Row(
        by, Required.text(in), in.readInt(), Required.bytes(in), Required.bytesOrNull(in));
  }

  @Override
  public void readBinary(BinaryReader reader) {
    BinaryRawReader in = reader.rawReader();
    settled = in.readBoolean();
    all = in.readBoolean();
    count = in.readLong();
    partitions = BitSet.valueOf(Required.bytesOrNull(in));
    int size = in.readInt();
    rows = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      rows.add(row(in));
    }
  }
}
