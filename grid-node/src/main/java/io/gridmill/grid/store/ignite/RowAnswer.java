package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryRawReader;
import org.apache.ignite.binary.BinaryRawWriter;
import org.apache.ignite.binary.BinaryReader;
import org.apache.ignite.binary.BinaryWriter;
import org.apache.ignite.binary.Binarylizable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RowChange} answers: the update's answer, or why it was refused. It travels as JSON;
 * where it need not travel, the answer is passed as it is.
 */
final class RowAnswer implements Binarylizable {
  private transient @Nullable Object answer;
  private transient boolean encoded;
  private transient @Nullable GridException refusal;

  /** As Ignite makes it, to be read. */
  RowAnswer() {}

  static RowAnswer of(@Nullable Object answer) {
    RowAnswer made = new RowAnswer();
    made.answer = answer;
    return made;
  }

  /** An answer that is JSON already. */
  static RowAnswer json(byte[] json) {
    RowAnswer made = of(json);
    made.encoded = true;
    return made;
  }

  static RowAnswer refused(GridException refusal) {
    RowAnswer made = new RowAnswer();
    made.refusal = refusal;
    return made;
  }

  /**
   * What an entry processor's answer is: itself, or in binary form if it came from another node.
   */
  static RowAnswer from(@Nullable Object result) {
    return switch (result) {
      case RowAnswer answer -> answer;
      case BinaryObject binary -> binary.deserialize();
      case null, default ->
          throw new GridException(
              ErrorCode.INTERNAL, "answer of an update: " + result + " (expected: a RowAnswer)");
    };
  }

  /**
   * The update's answer.
   *
   * @throws GridException if the update was refused
   */
  @SuppressWarnings("unchecked") // the answer of the update that the type belongs to
  <R> R get(Class<R> type) {
    if (refusal != null) {
      throw refusal;
    }
    if (answer == null) {
      throw new GridException(
          ErrorCode.INTERNAL, "an update answered nothing (expected: " + type.getName() + ")");
    }
    return encoded ? Wire.readOwn((byte[]) answer, type) : (R) answer;
  }

  @Override
  public void writeBinary(BinaryWriter writer) {
    BinaryRawWriter out = writer.rawWriter();
    if (refusal == null) {
      out.writeByteArray(answer != null && encoded ? (byte[]) answer : Wire.bytes(answer));
    } else {
      out.writeByteArray(null);
      out.writeString(refusal.code().name());
      out.writeString(refusal.getMessage());
    }
  }

  @Override
  public void readBinary(BinaryReader reader) {
    BinaryRawReader in = reader.rawReader();
    answer = in.readByteArray();
    encoded = true;
    if (answer == null) {
      refusal = new GridException(ErrorCode.valueOf(Required.text(in)), Required.text(in));
    }
  }
}
