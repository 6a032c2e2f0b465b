package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream at its line feeds, without copying the lines. */
final class LineReader implements Closeable {
  static final int MAX_LINE = 64 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int limit;
  private int next;
  private int start;
  private int end;
  private boolean atEnd;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Moves to the next line; false if there is none. What follows the last line feed is a line. */
  boolean next() throws IOException, JobFailure {
    int at = next;
    while (true) {
      while (at < limit && buffer[at] != '\n') {
        at++;
      }
      if (at < limit || (atEnd && at > next)) {
        start = next;
        end = at;
        next = Math.min(at + 1, limit);
        return true;
      }
      if (atEnd) {
        return false;
      }
      at -= makeRoom();
      int read = in.read(buffer, limit, buffer.length - limit);
      atEnd = read < 0;
      limit += Math.max(read, 0);
    }
  }

  /** Drops what has been read, or grows; returns by how much the rest has moved down. */
  private int makeRoom() throws JobFailure {
    int dropped = next;
    if (dropped > 0) {
      System.arraycopy(buffer, next, buffer, 0, limit - next);
      limit -= next;
      next = 0;
    } else if (limit == buffer.length) {
      if (limit >= MAX_LINE) {
        throw JobFailure.of(
            ErrorCode.BAD_INPUT, "a line of more than " + MAX_LINE + " bytes (expected: fewer)");
      }
      buffer = Arrays.copyOf(buffer, Math.min(MAX_LINE, 2 * limit));
    }
    return dropped;
  }

  /** The array that holds the line, from {@link #start} to {@link #end}, until the next one. */
  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
