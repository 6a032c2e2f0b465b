package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The way of chunks from an upload to a blob, or out of the grid.
 *
 * <p>Content is published by putting its blob's row, which names the chunks where they are; nothing
 * is copied. An upload's row is there before its first chunk and goes after the blob's row has
 * come, or after its chunks have gone, so that {@link #sweep} finds whatever a process left behind.
 */
final class Uploads {
  /** An upload's row tells of its chunks each time there are so many more. */
  private static final int STEP = 16;

  /** At most so many chunks of a writer are there that its upload's row does not tell of. */
  private static final int MARGIN = 2 * (STEP + Appending.WINDOW);

  private static final int BATCH = 256;

  private final Table<String, Upload> uploads;
  private final Table<String, Blob> blobs;
  private final Chunks chunks;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final int chunkSize;

  Uploads(
      Tables tables,
      Table<String, Blob> blobs,
      Chunks chunks,
      InstantSource clock,
      RandomGenerator random,
      int chunkSize) {
    this.uploads = tables.open(Upload.SCHEMA);
    this.blobs = blobs;
    this.chunks = chunks;
    this.clock = clock;
    this.random = random;
    this.chunkSize = chunkSize;
  }

  private String newId() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** Starts an upload that ends with its stream. */
  Appending start(@Nullable ArtifactRef ref) {
    return new Appending(chunks, create(null, ref));
  }

  private Upload create(@Nullable String owner, @Nullable ArtifactRef ref) {
    Content nothing = new Content(List.of(new Segment(newId(), 0)), 0, chunkSize);
    Upload upload = new Upload(newId(), owner, ref, nothing, false, clock.instant());
    uploads.put(upload.id(), upload);
    return upload;
  }

  /** The upload that an owner began, or begins now, of this content. */
  Upload begin(ArtifactRef ref, String owner) {
    Query begun =
        Query.where("promise", Upload.promise(owner, ref)).order("touched", true).first(1);
    for (Upload found : uploads.find(begun)) {
      Upload.Answer touched = uploads.update(found.id(), new Upload.Touch(), clock.instant());
      if (touched.done() && touched.upload() != null) {
        return touched.upload();
      }
    }
    return create(owner, ref);
  }

  /** An upload that can be resumed. */
  Optional<Upload> resumable(String id) {
    return uploads.get(id).filter(u -> u.owner() != null && !u.dropped());
  }

  /**
   * Makes this process the writer of an upload.
   *
   * @throws GridException with CONFLICT if it has got on meanwhile
   */
  Appending takeOver(Upload upload) {
    int from = upload.content().chunks();
    String writer = newId();
    var step = new Upload.Step(writer, true, from, from, null, clock.instant());
    Upload.Answer taken = uploads.update(upload.id(), new Upload.Advance(), step);
    if (!taken.done() || taken.upload() == null) {
      throw refused(upload.id(), offset(upload), taken.upload());
    }
    return new Appending(chunks, taken.upload());
  }

  static GridException refused(String id, long offset, @Nullable Upload upload) {
    if (upload == null) {
      return unknown(id);
    }
    return new GridException(
        ErrorCode.CONFLICT,
        "offset: %d (expected: %d, where upload %s is now; another request may be at it)"
            .formatted(offset, offset(upload), id));
  }

  static GridException unknown(String id) {
    return new GridException(
        ErrorCode.NOT_FOUND, "upload " + id + ": none of this id; it may have ended or expired");
  }

  static long offset(Upload upload) {
    return upload.content().offset(upload.content().chunks());
  }

  /** Notes in the upload's row what is in the grid, if that has become much. */
  void noteProgress(Appending appending, int atMost) {
    int settled = Math.min(appending.settled(), atMost);
    if (settled - appending.committed() >= STEP) {
      commit(appending, settled, null);
    }
  }

  /** Notes in the upload's row that so many chunks are in the grid. */
  Upload commit(Appending appending, int settled, @Nullable ArtifactRef ref) {
    int from = appending.committed();
    appending.committed(settled);
    var step = new Upload.Step(appending.writer(), false, from, settled, ref, clock.instant());
    Upload.Answer made = uploads.update(appending.upload(), new Upload.Advance(), step);
    if (!made.done() || made.upload() == null) {
      appending.committed(from);
      throw refused(appending.upload(), (long) from * appending.chunkSize(), made.upload());
    }
    return made.upload();
  }

  /**
   * Removes what a writer put that its upload's row does not tell of, and no blob of its content.
   *
   * @param why what the writer ended with
   */
  void retract(Appending appending, @Nullable ArtifactRef ref, Throwable why) {
    appending.abandon();
    try {
      discard(ref, appending.unnoted());
    } catch (RuntimeException e) {
      why.addSuppressed(e); // a sweep finds what there is, if the row is still there
    }
  }

  /** Ends an upload that ended with an error before it was published. */
  void giveUp(Appending appending, @Nullable ArtifactRef ref, Throwable why) {
    retract(appending, ref, why);
    try {
      drop(appending.upload());
    } catch (RuntimeException e) {
      why.addSuppressed(e); // a sweep finds it
    }
  }

  /** The digest of an upload's content, read from the grid. */
  String digest(Content content, ArtifactRef ref) throws IOException {
    MessageDigest digest = Sha256.start();
    byte[] buffer = new byte[1 << 16];
    try (ChunkStream in = new ChunkStream(chunks, content, ref.size(), 0, ref.size(), lost(ref))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Sha256.end(digest);
  }

  private static IntFunction<GridException> lost(ArtifactRef ref) {
    return number ->
        new GridException(
            ErrorCode.UNAVAILABLE,
            "artifact %s: chunk %d of its upload is gone; send it again"
                .formatted(ref.sha256(), number));
  }

  /** Makes a blob of an upload's chunks, or drops them if there is one of this content. */
  void publish(String id, ArtifactRef ref, Content content) {
    while (true) {
      Instant now = clock.instant();
      if (blobs.putIfAbsent(ref.sha256(), new Blob(ref, content, now, now))) {
        finish(id, ref, content);
        return;
      }
      if (blobs.update(ref.sha256(), new Blob.Touch(), now)) {
        drop(id);
        discard(ref, content);
        return;
      }
    }
  }

  private void finish(String id, ArtifactRef ref, Content content) {
    String writer = content.segments().getLast().writer();
    Upload.Answer finished = uploads.update(id, new Upload.Finish(), writer);
    Upload upload = finished.upload();
    if (finished.done() && upload != null) {
      discard(upload);
    } else if (!finished.done() && (upload == null ? !isThere(content) : upload.dropped())) {
      // Swept between its last chunk and now: the chunks are gone, or about to go.
      blobs.update(ref.sha256(), new Blob.Take(), new Blob.Take.Condition(content, null));
      drop(id);
      discard(ref, content);
      throw new GridException(
          ErrorCode.UNAVAILABLE,
          "artifact " + ref.sha256() + ": its upload had expired when it ended; send it again");
    }
  }

  /** Whether the chunks of a removed upload are there; all are, or none is. */
  private boolean isThere(Content content) {
    return content.chunks() == 0 || chunks.has(content.key(0));
  }

  /** Removes an upload and its chunks. */
  void drop(String id) {
    Upload upload = uploads.update(id, new Upload.Drop(), Instant.MAX).upload();
    if (upload != null) {
      discard(upload);
    }
  }

  /** Removes the chunks of content that is to be no blob any more, once its blob has been taken. */
  boolean remove(Blob blob, @Nullable Instant usedBefore) {
    Upload rest = new Upload(newId(), null, blob.ref(), blob.content(), true, clock.instant());
    uploads.put(rest.id(), rest);
    boolean taken =
        blobs.update(
            blob.ref().sha256(),
            new Blob.Take(),
            new Blob.Take.Condition(blob.content(), usedBefore));
    discard(rest);
    return taken;
  }

  /** Drops the uploads that have not got on since an instant; tells how many there were. */
  int sweep(Instant before) {
    int swept = 0;
    for (Upload stale : uploads.find(Query.ALL.andLess("touched", before.toEpochMilli()))) {
      Upload.Answer dropped = uploads.update(stale.id(), new Upload.Drop(), before);
      if (dropped.done() && dropped.upload() != null) {
        discard(dropped.upload());
        swept++;
      }
    }
    return swept;
  }

  /** Removes a dropped upload's chunks, but for those of the blob of its content, and its row. */
  private void discard(Upload dropped) {
    discard(dropped.ref(), dropped.content());
    uploads.remove(dropped.id());
  }

  private void discard(@Nullable ArtifactRef ref, Content content) {
    Content kept =
        Optional.ofNullable(ref)
            .flatMap(r -> blobs.get(r.sha256()))
            .map(Blob::content)
            .orElse(null);
    List<Chunk.Key> doomed = new ArrayList<>();
    for (int i = 0; i < content.segments().size(); i++) {
      Segment segment = content.segments().get(i);
      for (int n = segment.first(); n < content.end(i) + MARGIN; n++) {
        Chunk.Key key = new Chunk.Key(segment.writer(), n);
        if (kept == null || !kept.has(key)) {
          doomed.add(key);
        }
        if (doomed.size() == BATCH) {
          chunks.removeAll(doomed);
          doomed.clear();
        }
      }
    }
    chunks.removeAll(doomed);
  }
}
