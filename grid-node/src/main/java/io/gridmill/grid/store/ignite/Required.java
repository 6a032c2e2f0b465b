package io.gridmill.grid.store.ignite;

import java.util.Objects;
import org.apache.ignite.binary.BinaryRawReader;
import org.jspecify.annotations.Nullable;

/** Reads what was surely written. */
final class Required {
  private Required() {}

  static String text(BinaryRawReader in) {
    return Objects.requireNonNull(in.readString(), "text that was written");
  }

  static byte[] bytes(BinaryRawReader in) {
    byte[] bytes = bytesOrNull(in);
    if (bytes == null) {
      throw new IllegalStateException("bytes: missing (expected: those that were written)");
    }
    return bytes;
  }

  @SuppressWarnings("NullAway") // the library annotates the array's elements
  static byte @Nullable [] bytesOrNull(BinaryRawReader in) {
    return in.readByteArray();
  }
}
