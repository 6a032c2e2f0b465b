package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import io.gridmill.job.wire.WireReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items that are lines of a file.
 *
 * <p>The offset of every {@value #STRIDE}th line is kept, as far as the file has been looked
 * through, so that a range starts with at most that many lines to skip.
 */
final class LineItems implements Items {
  private static final int STRIDE = 256;
  private static final int CHUNK = 1 << 18;

  private final Path file;
  private long[] offsets = new long[64];
  private int known = 1;
  private long scannedBytes;
  private long scannedLines;
  private boolean complete;

  LineItems(Path file) {
    this.file = file;
  }

  @Override
  public Reader reader(long from, long to, Type type) throws JobFailure {
    Lines lines = null;
    try {
      long offset = offset(from);
      long first = from / STRIDE * STRIDE;
      FileChannel channel = FileChannel.open(file);
      lines = new Lines(new LineReader(Channels.newInputStream(channel)), first, type);
      channel.position(offset);
      lines.skip(from - first);
      return lines;
    } catch (IOException e) {
      close(lines);
      throw unreadable(e);
    } catch (JobFailure | RuntimeException e) {
      close(lines);
      throw e;
    }
  }

  private static void close(@Nullable Lines lines) {
    if (lines != null) {
      lines.close();
    }
  }

  /** Where the last kept line at or before this one begins. */
  private synchronized long offset(long line) throws IOException, JobFailure {
    int wanted = Math.toIntExact(line / STRIDE);
    if (wanted >= known && !complete) {
      scan(wanted);
    }
    if (wanted >= known) {
      throw tooFew(scannedLines);
    }
    return offsets[wanted];
  }

  private void scan(int wanted) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      channel.position(scannedBytes);
      byte[] chunk = new byte[CHUNK];
      ByteBuffer buffer = ByteBuffer.wrap(chunk);
      while (known <= wanted) {
        int read = channel.read(buffer.clear());
        if (read < 0) {
          complete = true;
          return;
        }
        for (int i = 0; i < read; i++) {
          if (chunk[i] == '\n' && ++scannedLines % STRIDE == 0) {
            keep(scannedBytes + i + 1);
          }
        }
        scannedBytes += read;
      }
    }
  }

  private void keep(long offset) {
    if (known == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * known);
    }
    offsets[known++] = offset;
  }

  private static JobFailure tooFew(long lines) {
    return JobFailure.of(
        ErrorCode.BAD_INPUT,
        "array.items: " + lines + " lines (expected: as many as array.count says)");
  }

  private static JobFailure unreadable(IOException e) {
    return new JobFailure(
        Failure.of(ErrorCode.FETCH_FAILED, "array.items: cannot be read: " + e), e);
  }

  private static final class Lines implements Reader {
    private final LineReader lines;
    private final WireReader json;
    private final Type type;
    private long next;

    Lines(LineReader lines, long from, Type type) {
      this.lines = lines;
      this.next = from;
      this.type = type;
      this.json = Wire.reader(type);
    }

    void skip(long count) throws JobFailure {
      for (long i = 0; i < count; i++) {
        advance();
      }
    }

    private void advance() throws JobFailure {
      try {
        if (!lines.next()) {
          throw tooFew(next);
        }
        next++;
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    @Override
    public Object next() throws JobFailure {
      advance();
      Object item;
      try {
        item = json.read(lines.bytes(), lines.start(), lines.end() - lines.start());
      } catch (GridException e) {
        throw Values.refused("item", e);
      }
      if (item == null) {
        throw Values.missing("item", type);
      }
      return item;
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the items could not be closed", e);
      }
    }
  }
}
