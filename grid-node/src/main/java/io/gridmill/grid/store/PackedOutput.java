package io.gridmill.grid.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes of a packed record that grow as values are written. */
final class PackedOutput {
  private byte[] bytes = new byte[384];
  private int size;

  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  void octet(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void hash(short hash) {
    ensure(2);
    bytes[size++] = (byte) (hash >>> 8);
    bytes[size++] = (byte) hash;
  }

  /** A number in as few bytes as it needs, small negative ones included. */
  void number(long value) {
    ensure(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void text(String value) {
    octets(value.getBytes(UTF_8));
  }

  void octets(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** Begins a value whose length comes before it; answers where. */
  int begin() {
    octet(0);
    return size;
  }

  /** Ends the value that was begun here. */
  void end(int begun) {
    int length = size - begun;
    if (length < 0x80) {
      bytes[begun - 1] = (byte) length;
      return;
    }
    int more = (31 - Integer.numberOfLeadingZeros(length)) / 7;
    ensure(more);
    System.arraycopy(bytes, begun, bytes, begun + more, length);
    size += more;
    int at = begun - 1;
    int rest = length;
    while (rest >= 0x80) {
      bytes[at++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
  }
}
