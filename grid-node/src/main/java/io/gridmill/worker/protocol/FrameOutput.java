package io.gridmill.worker.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Bytes that grow as fields are written. */
final class FrameOutput {
  private byte[] bytes = new byte[8 << 10];
  private int size;

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Forgets what is after a position. */
  void truncate(int length) {
    size = length;
  }

  /** Empties it, and gives back memory that a large frame took. */
  void clear() {
    size = 0;
    if (bytes.length > 1 << 20) {
      bytes = new byte[8 << 10];
    }
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  void octet(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /** Four bytes at a position that was written before. */
  void patch(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
  }

  void fourBytes() {
    ensure(4);
    size += 4;
  }

  void number(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  void text(String value) {
    octets(value.getBytes(StandardCharsets.UTF_8));
  }

  void octets(byte[] value) {
    number(value.length);
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  <T> void optional(@Nullable T value, BiConsumer<FrameOutput, T> write) {
    flag(value != null);
    if (value != null) {
      write.accept(this, value);
    }
  }

  <T> void list(List<T> values, BiConsumer<FrameOutput, T> write) {
    number(values.size());
    for (T value : values) {
      write.accept(this, value);
    }
  }

  <T> void numbers(List<T> values, ToLongFunction<T> number) {
    number(values.size());
    for (T value : values) {
      number(number.applyAsLong(value));
    }
  }
}
