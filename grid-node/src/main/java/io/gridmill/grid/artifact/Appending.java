package io.gridmill.grid.artifact;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One writer at work on one upload: puts chunks, a few at a time, and hashes what it puts. Used by
 * one thread at a time.
 */
final class Appending {
  /** How many chunks are on their way at a time. */
  static final int WINDOW = 3;

  private final Chunks chunks;
  private final String upload;
  private final String writer;
  private final int chunkSize;
  private final @Nullable MessageDigest digest;
  private final Deque<Future<?>> onTheirWay = new ArrayDeque<>();
  private int put;
  private int committed;
  private long bytes;

  /**
   * @param upload what its last writer adds to
   */
  Appending(Chunks chunks, Upload upload) {
    Content content = upload.content();
    this.chunks = chunks;
    this.upload = upload.id();
    this.writer = upload.writer();
    this.chunkSize = content.chunkSize();
    this.put = content.chunks();
    this.committed = content.chunks();
    this.bytes = content.offset(content.chunks());
    this.digest = put == 0 ? Sha256.start() : null;
  }

  String upload() {
    return upload;
  }

  String writer() {
    return writer;
  }

  /** Puts the next chunk; the array is the grid's from now on. */
  void add(byte[] chunk) throws IOException {
    if (onTheirWay.size() == WINDOW) {
      awaitFirst();
    }
    onTheirWay.add(chunks.put(new Chunk.Key(writer, put), chunk));
    put++;
    bytes += chunk.length;
    if (digest != null) {
      digest.update(chunk);
    }
  }

  /** Waits until all chunks are in the grid. */
  void settle() throws IOException {
    while (!onTheirWay.isEmpty()) {
      awaitFirst();
    }
  }

  private void awaitFirst() throws IOException {
    Chunks.await(onTheirWay.element());
    onTheirWay.remove();
  }

  /** How many chunks are in the grid for certain, those of former writers included. */
  int settled() {
    return put - onTheirWay.size();
  }

  /** How many chunks the upload's row tells of, or may tell of. */
  int committed() {
    return committed;
  }

  void committed(int chunks) {
    committed = chunks;
  }

  /** How many chunks there are, those on their way included. */
  int put() {
    return put;
  }

  int chunkSize() {
    return chunkSize;
  }

  /** How many bytes there are. */
  long bytes() {
    return bytes;
  }

  /** The digest of all that there is; null if it is not known. To be called once, at the end. */
  @Nullable String sha256() {
    return digest == null ? null : Sha256.end(digest);
  }

  /** Waits until no chunk is on its way any more, whether it arrives or not. */
  void abandon() {
    while (!onTheirWay.isEmpty()) {
      Chunks.awaitEnd(onTheirWay.remove());
    }
  }

  /** The chunks that the upload's row does not tell of. */
  Content unnoted() {
    return new Content(List.of(new Segment(writer, committed)), put, chunkSize);
  }
}
