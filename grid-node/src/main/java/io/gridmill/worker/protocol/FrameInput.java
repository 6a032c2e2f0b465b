package io.gridmill.worker.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one frame; a length that says more than there is left is refused. */
final class FrameInput {
  private final byte[] bytes;
  private final int end;
  private int at;

  FrameInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Reads a field. */
  interface Field<T> {
    T read(FrameInput in) throws ProtocolException;
  }

  int left() {
    return end - at;
  }

  int octet() throws ProtocolException {
    if (at >= end) {
      throw new ProtocolException("frame: ends within a field");
    }
    return bytes[at++] & 0xff;
  }

  long number() throws ProtocolException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = octet();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new ProtocolException("number: more than ten bytes");
  }

  /** A number that is not negative. */
  long count() throws ProtocolException {
    long value = number();
    if (value < 0) {
      throw new ProtocolException("number: " + value + " (expected: >= 0)");
    }
    return value;
  }

  int small() throws ProtocolException {
    long value = count();
    if (value > Integer.MAX_VALUE) {
      throw new ProtocolException("number: " + value + " (expected: at most 2147483647)");
    }
    return (int) value;
  }

  /** The length of something that takes at least a byte for each of its parts. */
  private int length() throws ProtocolException {
    long value = count();
    if (value > left()) {
      throw new ProtocolException("length: " + value + " (expected: at most " + left() + ")");
    }
    return (int) value;
  }

  boolean flag() throws ProtocolException {
    int value = octet();
    if (value > 1) {
      throw new ProtocolException("flag: " + value + " (expected: 0 or 1)");
    }
    return value == 1;
  }

  String text() throws ProtocolException {
    int length = length();
    int from = at;
    at += length;
    for (int i = from; i < at; i++) {
      if (bytes[i] < 0) {
        return decoded(from, length);
      }
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private String decoded(int from, int length) throws ProtocolException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException("text: not UTF-8");
    }
  }

  byte[] octets() throws ProtocolException {
    int length = length();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  <T> @Nullable T optional(Field<T> field) throws ProtocolException {
    return flag() ? field.read(this) : null;
  }

  <T> List<T> list(Field<T> field) throws ProtocolException {
    int length = length();
    List<T> values = new ArrayList<>(Math.min(length, 64));
    for (int i = 0; i < length; i++) {
      values.add(field.read(this));
    }
    return values;
  }

  <E extends Enum<E>> E oneOf(Class<E> type) throws ProtocolException {
    String name = text();
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(type.getSimpleName() + ": " + name + " (expected: a known one)");
    }
  }

  void done() throws ProtocolException {
    if (left() > 0) {
      throw new ProtocolException("frame: " + left() + " bytes after its last field");
    }
  }
}
