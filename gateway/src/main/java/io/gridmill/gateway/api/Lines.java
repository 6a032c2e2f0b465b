package io.gridmill.gateway.api;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines of a body that are not empty. */
final class Lines {
  private final byte[] body;
  private int at;

  /**
   * @throws GridException with {@link ErrorCode#TOO_LARGE} if there are more than so many lines
   */
  Lines(byte[] body, int most) {
    this.body = body;
    int lines = 0;
    for (byte b : body) {
      if (b == '\n') {
        lines++;
      }
    }
    if (body.length > 0 && body[body.length - 1] != '\n') {
      lines++;
    }
    if (lines > most) {
      throw new GridException(
          ErrorCode.TOO_LARGE, "body: " + lines + " lines (expected: at most " + most + ")");
    }
  }

  /** The next lines, at most so many; none at the end. */
  List<byte[]> next(int most) {
    List<byte[]> lines = new ArrayList<>();
    while (at < body.length && lines.size() < most) {
      int end = at;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      int last = end > at && body[end - 1] == '\r' ? end - 1 : end;
      if (last > at) {
        lines.add(Arrays.copyOfRange(body, at, last));
      }
      at = end + 1;
    }
    return lines;
  }
}
