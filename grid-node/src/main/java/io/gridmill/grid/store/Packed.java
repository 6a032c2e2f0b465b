package io.gridmill.grid.store;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Records in binary form, for what nodes keep and tell each other many times a second: about a
 * quarter of the time and half of the bytes of their JSON.
 *
 * <p>Like JSON it bears with other releases: each component carries the hash of its name, those
 * that are null are left out, and those that are not known are skipped. A record is written as its
 * components, each as hash (2 bytes), length and value; of a sealed interface the hash of the
 * record's name comes first. Numbers are of variable length, instants seconds and nanoseconds,
 * enums and all text UTF-8, lists and maps their elements, each after its length. A record of
 * nothing but a text is that text. What is none of these is written as its JSON.
 *
 * <p>The first byte tells it from JSON, so that what an earlier release wrote can be read, too.
 */
public final class Packed {
  private static final byte MARK = 1;

  private Packed() {}

  /** A record in binary form. */
  public static byte[] bytes(Object row) {
    PackedOutput out = new PackedOutput();
    out.octet(MARK);
    PackedForm.of(row.getClass()).write(out, row);
    return out.bytes();
  }

  /**
   * The record of these bytes, which may be its JSON as well.
   *
   * @throws GridException if they are not of such a record
   */
  public static <T> T read(byte[] bytes, Class<T> type) {
    if (bytes.length == 0 || bytes[0] != MARK) {
      return Wire.readOwn(bytes, type);
    }
    PackedInput in = new PackedInput(bytes, 1);
    try {
      return type.cast(required(PackedForm.of(type).read(in, bytes.length), type));
    } catch (GridException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new GridException(
          ErrorCode.INVALID_ARGUMENT,
          type.getSimpleName() + ": " + bytes.length + " bytes that cannot be read: " + e,
          e);
    }
  }

  private static Object required(@Nullable Object value, Class<?> type) {
    if (value == null) {
      throw GridException.invalid("body", null, "a " + type.getSimpleName());
    }
    return value;
  }
}
