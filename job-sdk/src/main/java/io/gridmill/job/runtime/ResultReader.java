package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import io.gridmill.job.wire.WireReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The results of items, in their order, read as they are asked for; null where there is none. */
public final class ResultReader implements Iterator<@Nullable Object>, Closeable {
  private final Iterator<ResultPart> parts;
  private final WireReader json;
  private long left;
  private @Nullable LineReader lines;

  /**
   * Reads the results of these parts.
   *
   * @param parts in the order of the items
   * @param type what each result reads as
   */
  public ResultReader(Iterable<ResultPart> parts, Type type) {
    this.parts = parts.iterator();
    this.json = Wire.reader(type);
  }

  @Override
  public boolean hasNext() {
    while (left == 0 && parts.hasNext()) {
      try {
        close();
        ResultPart part = parts.next();
        left = part.items();
        lines = part.ndjson() == null ? null : new LineReader(part.ndjson().open());
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return left > 0;
  }

  @Override
  public @Nullable Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more results");
    }
    left--;
    LineReader current = lines;
    if (current == null) {
      return null;
    }
    try {
      if (!current.next()) {
        throw new GridException(
            ErrorCode.INTERNAL, "results: " + (left + 1) + " lines are missing at a part's end");
      }
      return json.read(current.bytes(), current.start(), current.end() - current.start());
    } catch (IOException e) {
      throw unreadable(e);
    } catch (JobFailure e) {
      throw new GridException(ErrorCode.INTERNAL, "results: " + e.getMessage(), e);
    }
  }

  private static UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException("the results of the items could not be read", e);
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
