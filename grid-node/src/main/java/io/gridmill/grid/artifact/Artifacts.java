package io.gridmill.grid.artifact;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The content-addressed store of artifacts: jars, inputs, outputs, models.
 *
 * <p>Content is kept in the grid in chunks, once, however often it is put, and is there for readers
 * only when it is whole and its digest is known to be right. All ways in and out stream: a transfer
 * holds a few chunks of 1 MiB in memory, whatever its size. This is the only writer of the tables
 * {@code blobs}, {@code uploads} and {@code chunks}.
 *
 * <p>Whoever finds content or puts it (again) can count on it until a {@link #removeUnused} with a
 * later instant; {@link #remove} asks nobody.
 */
public final class Artifacts {
  /** When content was last used is kept to this; otherwise each read would be a write. */
  static final Duration USE_NOTED_EVERY = Duration.ofHours(1);

  private static final int BATCH = 1000;
  private static final Logger log = LoggerFactory.getLogger(Artifacts.class);

  private final Table<String, Blob> blobs;
  private final Chunks chunks;
  private final Uploads uploads;
  private final InstantSource clock;
  private final int chunkSize;
  private final Sessions sessions = new Sessions();

  /**
   * @param clock tells when content was stored and used
   * @param random makes the ids of uploads, which must not be guessed
   */
  public Artifacts(Tables tables, InstantSource clock, RandomGenerator random) {
    this(tables, clock, random, Chunk.SIZE);
  }

  /**
   * @param chunkSize of what is put from now on; whatever there is can be read
   */
  Artifacts(Tables tables, InstantSource clock, RandomGenerator random, int chunkSize) {
    this.blobs = tables.open(Blob.SCHEMA);
    this.chunks = new Chunks(tables);
    this.uploads = new Uploads(tables, blobs, chunks, clock, random, chunkSize);
    this.clock = clock;
    this.chunkSize = chunkSize;
  }

  /** The tables that are written here. */
  public static List<Schema<?, ?>> schemas() {
    return List.of(Blob.SCHEMA, Chunk.SCHEMA, Upload.SCHEMA);
  }

  /** Stores all that a stream has. */
  public ArtifactRef put(InputStream in) throws IOException {
    return store(in, null);
  }

  /**
   * Stores all that a stream has; if the content is there already, the stream is not read.
   *
   * @throws GridException with DIGEST_MISMATCH if the stream's content is another
   */
  public ArtifactRef put(InputStream in, String expectedSha256) throws IOException {
    Optional<ArtifactRef> known = find(expectedSha256);
    return known.isPresent() ? known.get() : store(in, expectedSha256);
  }

  private ArtifactRef store(InputStream in, @Nullable String expected) throws IOException {
    byte[] first = in.readNBytes(chunkSize);
    if (first.length < chunkSize) {
      return storeSmall(first, expected);
    }
    Appending appending = uploads.start(null);
    ArtifactRef ref = null;
    try {
      for (byte[] next = first; next.length > 0; next = read(in, chunkSize)) {
        appending.add(next);
        uploads.noteProgress(appending, Integer.MAX_VALUE);
      }
      ref = new ArtifactRef(Objects.requireNonNull(appending.sha256()), appending.bytes());
      check(ref.sha256(), expected);
      appending.settle();
      Upload ended = uploads.commit(appending, appending.put(), ref);
      uploads.publish(ended.id(), ref, ended.content());
      return ref;
    } catch (IOException | RuntimeException | Error e) {
      uploads.giveUp(appending, ref, e);
      throw e;
    }
  }

  /** Stores what fits into a chunk: the digest is known before anything is written. */
  private ArtifactRef storeSmall(byte[] bytes, @Nullable String expected) throws IOException {
    var digest = Sha256.start();
    digest.update(bytes);
    ArtifactRef ref = new ArtifactRef(Sha256.end(digest), bytes.length);
    check(ref.sha256(), expected);
    if (find(ref.sha256()).isPresent()) {
      return ref;
    }
    Appending appending = uploads.start(ref);
    try {
      if (bytes.length > 0) {
        appending.add(bytes);
      }
      appending.settle();
      uploads.publish(appending.upload(), ref, appending.unnoted());
      return ref;
    } catch (IOException | RuntimeException | Error e) {
      uploads.giveUp(appending, ref, e);
      throw e;
    }
  }

  private static void check(String sha256, @Nullable String expected) {
    if (expected != null && !sha256.equals(expected)) {
      throw new GridException(
          ErrorCode.DIGEST_MISMATCH, "sha256: " + sha256 + " (expected: " + expected + ")");
    }
  }

  /** The next bytes of a stream: as many as asked for, fewer only at its end. */
  private static byte[] read(InputStream in, int most) throws IOException {
    byte[] bytes = new byte[most];
    int read = in.readNBytes(bytes, 0, most);
    return read == most ? bytes : Arrays.copyOf(bytes, read);
  }

  /** The artifact of this digest, if it is stored. */
  public Optional<ArtifactRef> find(String sha256) {
    Optional<Blob> blob = blobs.get(new ArtifactRef(sha256, 0).sha256());
    blob.ifPresent(this::noteUse);
    return blob.map(Blob::ref);
  }

  /** Those of the artifacts of these digests that are stored. */
  public Map<String, ArtifactRef> findAll(Collection<String> sha256s) {
    Set<String> distinct = new LinkedHashSet<>();
    sha256s.forEach(sha256 -> distinct.add(new ArtifactRef(sha256, 0).sha256()));
    List<String> asked = List.copyOf(distinct);
    Map<String, ArtifactRef> stored = new HashMap<>();
    for (int i = 0; i < asked.size(); i += BATCH) {
      Map<String, Blob> found = blobs.getAll(asked.subList(i, Math.min(i + BATCH, asked.size())));
      found.forEach((sha256, blob) -> stored.put(sha256, blob.ref()));
      found.values().forEach(this::noteUse);
    }
    return stored;
  }

  /** Those of the digests of which there is no content. */
  public Set<String> missing(Collection<String> sha256s) {
    Set<String> missing = new LinkedHashSet<>(sha256s);
    missing.removeAll(findAll(sha256s).keySet());
    return missing;
  }

  private void noteUse(Blob blob) {
    Instant now = clock.instant();
    if (blob.usedAt().plus(USE_NOTED_EVERY).isBefore(now)) {
      blobs.update(blob.ref().sha256(), new Blob.Touch(), now);
    }
  }

  /**
   * Reads an artifact, as it is in the grid: it was hashed when it was stored, and is not again.
   *
   * @throws GridException with ARTIFACT_NOT_FOUND if it is not stored; the stream throws it if the
   *     artifact is removed, or a part of it lost, while it is read
   */
  public InputStream open(ArtifactRef ref) {
    return open(ref, 0, ref.size());
  }

  /** Reads a range of an artifact. */
  public InputStream open(ArtifactRef ref, long offset, long length) {
    if (offset < 0 || offset > ref.size()) {
      throw GridException.invalid("offset", offset, "0 to " + ref.size());
    }
    if (length < 0 || length > ref.size() - offset) {
      throw GridException.invalid("length", length, "0 to " + (ref.size() - offset));
    }
    Blob blob =
        blobs.get(ref.sha256()).filter(b -> b.ref().equals(ref)).orElseThrow(() -> notFound(ref));
    noteUse(blob);
    return new ChunkStream(
        chunks, blob.content(), ref.size(), offset, offset + length, n -> lost(blob, n));
  }

  private static GridException notFound(ArtifactRef ref) {
    return new GridException(
        ErrorCode.ARTIFACT_NOT_FOUND,
        "artifact %s of %d bytes: not stored".formatted(ref.sha256(), ref.size()));
  }

  /** Takes out what can no longer be read, so that it can be put again. */
  private GridException lost(Blob blob, int number) {
    String sha256 = blob.ref().sha256();
    if (uploads.remove(blob, null)) {
      log.warn(
          "artifact {} lost its chunk {}; removed, so that it can be put again", sha256, number);
    }
    return new GridException(
        ErrorCode.ARTIFACT_NOT_FOUND,
        "artifact %s: chunk %d is gone; put it again".formatted(sha256, number));
  }

  /** Writes an artifact to a stream, and leaves the stream open. */
  public void transferTo(ArtifactRef ref, OutputStream out) throws IOException {
    try (InputStream in = open(ref)) {
      in.transferTo(out);
    }
  }

  /**
   * Begins an upload in parts, or resumes the one of the same content by the same owner. If the
   * content is stored, the upload is complete.
   *
   * @param owner whose the upload is; only its owner resumes it
   */
  public UploadState begin(ArtifactRef ref, String owner) throws IOException {
    long most = (long) Integer.MAX_VALUE * chunkSize;
    if (ref.size() > most) {
      throw GridException.invalid("size", ref.size(), "at most " + most);
    }
    Optional<ArtifactRef> stored = find(ref.sha256());
    if (stored.isPresent() && stored.get().size() != ref.size()) {
      throw GridException.invalid(
          "size", ref.size(), stored.get().size() + ", the size of " + ref.sha256());
    }
    if (stored.isEmpty() && ref.size() == 0) {
      storeSmall(new byte[0], ref.sha256());
    }
    return stored.isPresent() || ref.size() == 0
        ? new UploadState(ref.sha256(), ref, ref.size(), chunkSize)
        : state(uploads.begin(ref, owner), ref);
  }

  private static UploadState state(Upload upload, ArtifactRef ref) {
    return new UploadState(upload.id(), ref, Uploads.offset(upload), upload.content().chunkSize());
  }

  /**
   * How far an upload is.
   *
   * @throws GridException with NOT_FOUND if there is no such upload, or it has ended
   */
  public UploadState status(String uploadId) {
    Upload upload = resumable(uploadId);
    return state(upload, promised(upload));
  }

  private Upload resumable(String uploadId) {
    return uploads.resumable(uploadId).orElseThrow(() -> Uploads.unknown(uploadId));
  }

  private static ArtifactRef promised(Upload upload) {
    if (upload.ref() == null) {
      throw Uploads.unknown(upload.id());
    }
    return upload.ref();
  }

  /**
   * Adds what a stream has to an upload, and stores the content if that was the last of it. If the
   * stream ends early or fails, its whole chunks stay: the answer, or {@link #status}, tells where
   * to go on.
   *
   * @param offset where the upload is
   * @throws GridException with CONFLICT if the upload is elsewhere, or another request takes it
   *     over; with DIGEST_MISMATCH if the content is not what was promised, and the upload is gone
   */
  public UploadState append(String uploadId, long offset, InputStream in) throws IOException {
    Upload upload = resumable(uploadId);
    ArtifactRef ref = promised(upload);
    if (offset != Uploads.offset(upload)) {
      throw Uploads.refused(uploadId, offset, upload);
    }
    Appending waiting = sessions.take(uploadId, offset);
    Appending appending = waiting != null ? waiting : uploads.takeOver(upload);
    try {
      boolean whole = receive(appending, ref, in);
      appending.settle();
      if (whole) {
        publish(appending, ref);
        return new UploadState(uploadId, ref, ref.size(), appending.chunkSize());
      }
      return pause(appending, ref);
    } catch (IOException e) {
      try {
        appending.settle();
        pause(appending, ref);
      } catch (IOException | RuntimeException again) {
        e.addSuppressed(again); // what was noted before stays
        uploads.retract(appending, ref, e);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      uploads.retract(appending, ref, e);
      throw e;
    }
  }

  /** Puts what a stream has, in whole chunks; tells whether that was all of the content. */
  private boolean receive(Appending appending, ArtifactRef ref, InputStream in) throws IOException {
    int last = appending.unnoted().count(ref.size()) - 1;
    for (long left = ref.size() - appending.bytes(); left > 0; ) {
      int most = (int) Math.min(appending.chunkSize(), left);
      byte[] bytes = read(in, most);
      if (bytes.length < most) {
        return false;
      }
      left -= most;
      if (left == 0 && in.read() >= 0) {
        throw GridException.invalid("content", "more bytes", ref.size() + " bytes");
      }
      appending.add(bytes);
      uploads.noteProgress(appending, last);
    }
    return true;
  }

  private UploadState pause(Appending appending, ArtifactRef ref) {
    Upload upload = uploads.commit(appending, appending.settled(), null);
    sessions.keep(appending);
    return state(upload, ref);
  }

  private void publish(Appending appending, ArtifactRef ref) throws IOException {
    // The last chunk is never noted: an upload's row is for content that is not all there.
    Upload upload = uploads.commit(appending, appending.put() - 1, null);
    Content content = upload.content().to(appending.put());
    String hashed = appending.sha256();
    String sha256 = hashed != null ? hashed : uploads.digest(content, ref);
    if (!sha256.equals(ref.sha256())) {
      uploads.drop(upload.id());
    }
    check(sha256, ref.sha256());
    uploads.publish(upload.id(), ref, content);
  }

  /** Removes an artifact, used or not; tells whether it was there. */
  public boolean remove(String sha256) {
    return blobs.get(sha256).map(blob -> uploads.remove(blob, null)).orElse(false);
  }

  /** Removes an artifact if nobody has read, found or put it since an instant. */
  public boolean removeUnused(String sha256, Instant since) {
    return blobs.get(sha256).map(blob -> uploads.remove(blob, since)).orElse(false);
  }

  /** Artifacts that nobody has read, found or put since an instant, the longest unused first. */
  public List<ArtifactRef> unused(Instant since, int most) {
    Query query = Query.ALL.andLess("used", since.toEpochMilli()).order("used", false).first(most);
    return blobs.find(query).stream().map(Blob::ref).toList();
  }

  /** Counts as use of the artifacts of these digests. */
  void noteUse(Collection<String> sha256s) {
    Map<String, Instant> now = new HashMap<>();
    sha256s.forEach(sha256 -> now.put(sha256, clock.instant()));
    blobs.updateAll(now, new Blob.Touch());
  }

  /** Removes what is left of uploads that have not got on for so long; tells how many. */
  public int sweep(Duration idle) {
    return uploads.sweep(clock.instant().minus(idle));
  }
}
