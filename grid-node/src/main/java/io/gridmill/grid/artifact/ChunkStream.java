package io.gridmill.grid.artifact;

import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Reads a range of content; the next chunks come while one is read. */
final class ChunkStream extends InputStream {
  /** How many chunks are held or on their way, besides the one that is read. */
  static final int AHEAD = 3;

  private final Chunks chunks;
  private final Content content;
  private final long size;
  private final Deque<Future<Optional<Chunk>>> ahead = new ArrayDeque<>();
  private final long end;
  private final IntFunction<GridException> lost;
  private int asked;
  private long position;
  private byte[] chunk = new byte[0];
  private int at;

  /**
   * @param size the length of the whole content
   * @param from the first byte to read
   * @param end the byte after the last to read
   * @param lost is told the number of a chunk that is not there, and answers what to throw
   */
  ChunkStream(
      Chunks chunks,
      Content content,
      long size,
      long from,
      long end,
      IntFunction<GridException> lost) {
    this.chunks = chunks;
    this.content = content;
    this.size = size;
    this.position = from;
    this.end = end;
    this.lost = lost;
    this.asked = (int) (from / content.chunkSize());
    askAhead();
  }

  private void askAhead() {
    while (ahead.size() < AHEAD && content.offset(asked) < end) {
      ahead.add(chunks.get(content.key(asked)));
      asked++;
    }
  }

  /** Sees to it that there is a byte to read in the chunk; false at the end. */
  private boolean fill() throws IOException {
    if (position >= end) {
      return false;
    }
    if (at == chunk.length) {
      int number = (int) (position / content.chunkSize());
      Future<Optional<Chunk>> next = ahead.peek();
      if (next == null) {
        throw new IOException("the stream is closed");
      }
      byte[] bytes = Chunks.await(next).map(Chunk::bytes).orElseThrow(() -> lost.apply(number));
      if (bytes.length != Math.min(content.chunkSize(), size - content.offset(number))) {
        throw lost.apply(number);
      }
      ahead.remove(); // only now: after an error the next read must not go on behind the gap
      chunk = bytes;
      at = (int) (position % content.chunkSize());
      askAhead();
    }
    return true;
  }

  private int readable() {
    return (int) Math.min(chunk.length - at, end - position);
  }

  private void advance(int count) {
    at += count;
    position += count;
  }

  @Override
  public int read() throws IOException {
    if (!fill()) {
      return -1;
    }
    int value = chunk[at] & 0xff;
    advance(1);
    return value;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, readable());
    System.arraycopy(chunk, at, into, from, count);
    advance(count);
    return count;
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    long start = position;
    while (fill()) {
      int count = readable();
      out.write(chunk, at, count);
      advance(count);
    }
    return position - start;
  }

  @Override
  public int available() {
    return readable();
  }

  @Override
  public void close() {
    ahead.clear();
    chunk = new byte[0];
    at = 0;
  }
}
