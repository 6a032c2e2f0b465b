package io.gridmill.gateway.api;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.InputStream;

/** Reads requests' bodies within limits. */
final class Bodies {
  private Bodies() {}

  /** All of a body, if it is no longer than this. */
  static byte[] atMost(InputStream body, int most) throws IOException {
    byte[] bytes = body.readNBytes(most + 1);
    if (bytes.length > most) {
      throw tooLarge(most);
    }
    return bytes;
  }

  static GridException tooLarge(long most) {
    return new GridException(
        ErrorCode.TOO_LARGE, "body: longer (expected: at most " + most + " bytes)");
  }
}
