package io.gridmill.grid.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Reads what {@link PackedOutput} wrote. */
final class PackedInput {
  private final byte[] bytes;
  private int at;

  PackedInput(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  int at() {
    return at;
  }

  void skipTo(int end) {
    at = end;
  }

  byte octet() {
    return bytes[at++];
  }

  short hash() {
    int high = bytes[at++];
    return (short) ((high << 8) | (bytes[at++] & 0xff));
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits at " + at);
  }

  /** Reads the length of a value and answers where it ends, which is not beyond this end. */
  int end(int most) {
    int length = 0;
    int shift = 0;
    byte next = bytes[at++];
    while (next < 0 && shift < 28) {
      length |= (next & 0x7f) << shift;
      shift += 7;
      next = bytes[at++];
    }
    length |= (next & 0x7f) << shift;
    if (length < 0 || length > most - at) {
      throw new IllegalArgumentException(
          "a value of " + length + " bytes at " + at + " (expected: at most " + (most - at) + ")");
    }
    return at + length;
  }

  String text(int end) {
    String text = new String(bytes, at, end - at, UTF_8);
    at = end;
    return text;
  }

  byte[] octets(int end) {
    byte[] octets = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return octets;
  }
}
