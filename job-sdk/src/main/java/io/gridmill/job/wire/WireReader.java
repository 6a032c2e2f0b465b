package io.gridmill.job.wire;

import io.gridmill.job.GridException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/** Reads values of one type, with all that can be done once done once. */
public final class WireReader {
  private final ObjectReader reader;
  private final String what;

  WireReader(ObjectReader reader, String what) {
    this.reader = reader;
    this.what = what;
  }

  /**
   * Reads the JSON at this place; null for JSON's null.
   *
   * @throws GridException with {@code INVALID_ARGUMENT}, naming field, value and expectation
   */
  public @Nullable Object read(byte[] json, int offset, int length) {
    try {
      return reader.readValue(json, offset, length);
    } catch (JacksonException e) {
      throw Refusals.of(e, what);
    }
  }
}
