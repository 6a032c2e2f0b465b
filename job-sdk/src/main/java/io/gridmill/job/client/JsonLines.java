package io.gridmill.job.client;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The lines of a body of newline-delimited JSON, read as they come. */
final class JsonLines implements AutoCloseable {
  private final InputStream body;
  private boolean ended;

  JsonLines(InputStream body) {
    this.body = new BufferedInputStream(body, 1 << 16);
  }

  /** All lines, as a stream that closes the body at its end. */
  static Stream<byte[]> of(InputStream body) {
    JsonLines lines = new JsonLines(body);
    return lazily(lines::nextOrBroken).onClose(lines::close);
  }

  /** The elements that a source gives until it gives null. */
  static <T> Stream<T> lazily(Source<T> source) {
    return StreamSupport.stream(
        new AbstractSpliterator<T>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
          @Override
          public boolean tryAdvance(Consumer<? super T> action) {
            T next = source.next();
            if (next == null) {
              return false;
            }
            action.accept(next);
            return true;
          }
        },
        false);
  }

  /** Gives one element a call, then null. */
  @FunctionalInterface
  interface Source<T> {
    @Nullable T next();
  }

  private byte @Nullable [] nextOrBroken() {
    if (ended) {
      return null;
    }
    try {
      byte[] line = next();
      if (line == null) {
        ended = true;
        close();
      }
      return line;
    } catch (IOException e) {
      throw new GridException(
          ErrorCode.UNAVAILABLE,
          "the connection broke while lines were read: " + e.getMessage(),
          e);
    }
  }

  /** The next line that is not empty, without its end; null at the body's end. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int b = body.read(); b >= 0; b = body.read()) {
      if (b != '\n') {
        line.write(b);
      } else if (line.size() > 0) {
        return line.toByteArray();
      }
    }
    return line.size() == 0 ? null : line.toByteArray();
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new GridException(ErrorCode.UNAVAILABLE, "a body could not be closed", e);
    }
  }
}
