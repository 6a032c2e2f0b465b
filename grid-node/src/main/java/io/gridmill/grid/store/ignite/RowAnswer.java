package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.RowUpdate;
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
 * What a {@link RowChange} or {@link Question} answers, or why it was refused. It travels as bytes;
 * where it need not travel, the answer is passed as it is.
 */
final class RowAnswer implements Binarylizable {
  private transient @Nullable Object answer;
  private transient @Nullable RowUpdate<?, ?, ?> update;
  private transient boolean encoded;
  private transient @Nullable GridException refusal;

  /** As Ignite makes it, to be read. */
  RowAnswer() {}

  /** The answer of this update. */
  static RowAnswer of(RowUpdate<?, ?, ?> update, @Nullable Object answer) {
    RowAnswer made = new RowAnswer();
    made.update = update;
    made.answer = answer;
    return made;
  }

  /** An answer that is JSON already. */
  static RowAnswer json(byte[] json) {
    RowAnswer made = new RowAnswer();
    made.answer = json;
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
   * The answer of a topic.
   *
   * @throws GridException if the question was refused
   */
  <R> R get(Class<R> type) {
    return Wire.readOwn((byte[]) answered(type), type);
  }

  /**
   * The answer of this update.
   *
   * @throws GridException if the update was refused
   */
  @SuppressWarnings("unchecked") // the answer of the update that was asked for it
  <R> R get(RowUpdate<?, ?, R> asked) {
    Object given = answered(asked.answerType());
    return encoded ? asked.answerFrom((byte[]) given) : (R) given;
  }

  private Object answered(Class<?> type) {
    if (refusal != null) {
      throw refusal;
    }
    if (answer == null) {
      throw new GridException(
          ErrorCode.INTERNAL, "nothing was answered (expected: " + type.getName() + ")");
    }
    return answer;
  }

  @Override
  public void writeBinary(BinaryWriter writer) {
    BinaryRawWriter out = writer.rawWriter();
    if (refusal == null) {
      out.writeByteArray(bytes());
    } else {
      out.writeByteArray(null);
      out.writeString(refusal.code().name());
      out.writeString(refusal.getMessage());
    }
  }

  @SuppressWarnings("unchecked") // the update that the answer is of
  private <R> byte[] bytes() {
    if (answer == null) {
      return new byte[0];
    }
    if (encoded || update == null) {
      return (byte[]) answer;
    }
    return ((RowUpdate<?, ?, R>) update).answerBytes((R) answer);
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
