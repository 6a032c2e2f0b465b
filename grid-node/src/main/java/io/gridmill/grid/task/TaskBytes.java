package io.gridmill.grid.task;

import io.gridmill.grid.store.Packed;
import java.nio.ByteBuffer;

/** A task, or something with a spec, as it travels: itself without the spec, and the spec. */
final class TaskBytes {
  private TaskBytes() {}

  /** A text and what follows it. */
  @SuppressWarnings("ArrayRecordComponent") // nothing compares them
  record Pair(byte[] first, byte[] second) {}

  static byte[] of(Task task) {
    return join(Packed.bytes(task.with(null)), SpecBytes.of(task.spec()));
  }

  static Task read(byte[] bytes) {
    Pair pair = split(bytes);
    return Packed.read(pair.first(), Task.class).with(SpecBytes.read(pair.second()));
  }

  static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(Integer.BYTES + first.length + second.length)
        .putInt(first.length)
        .put(first)
        .put(second)
        .array();
  }

  static Pair split(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] first = new byte[in.getInt()];
    in.get(first);
    byte[] second = new byte[in.remaining()];
    in.get(second);
    return new Pair(first, second);
  }
}
