package io.gridmill.grid.artifact;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A file of the cache, there or on its way. Its fields are guarded by the cache. */
final class CachedFile {
  /** Ends the name of a file that is not whole yet. */
  static final String PART = ".part";

  final ArtifactRef ref;
  final Path path;

  /** How many leases, and fetches under way, need the file. */
  int pins;

  /** Done when the file is there; null if nobody has asked since the start, or it went wrong. */
  @Nullable CompletableFuture<Void> ready;

  private final Path directory;
  private @Nullable FileTime stamp;

  CachedFile(ArtifactRef ref, Path directory) {
    this.directory = directory;
    this.ref = ref;
    this.path = directory.resolve(ref.sha256());
  }

  /** Brings the file: the one that is there, if its digest is right, or else a new one. */
  void bring(Artifacts artifacts, InstantSource clock) {
    try {
      if (!isRight()) {
        download(artifacts);
      }
      stamp(clock.instant());
    } catch (IOException e) {
      throw failed(ref, e.getClass().getSimpleName() + ": " + e.getMessage() + room(), e);
    } catch (RuntimeException e) {
      throw failed(ref, Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
    }
  }

  private boolean isRight() throws IOException {
    MessageDigest digest = Sha256.start();
    try (var in = Files.newInputStream(path)) {
      byte[] buffer = new byte[1 << 17];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    return Sha256.end(digest).equals(ref.sha256());
  }

  private void download(Artifacts artifacts) throws IOException {
    Path part = path.resolveSibling(ref.sha256() + PART);
    try {
      MessageDigest digest = Sha256.start();
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
        artifacts.transferTo(ref, out);
      }
      String sha256 = Sha256.end(digest);
      if (!sha256.equals(ref.sha256())) {
        throw new IllegalStateException("what came hashes to " + sha256);
      }
      if (!part.toFile().setReadOnly()) {
        throw new IOException(part + " could not be made read-only");
      }
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Notes that the file is used now, where a restart finds it. */
  void stamp(Instant now) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(now));
    stamp = Files.getLastModifiedTime(path);
  }

  /** Whether the file looks as it did when it was used last; if so it is used now. */
  boolean use(Instant now) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.size() != ref.size() || !attributes.lastModifiedTime().equals(stamp)) {
        return false;
      }
      stamp(now);
      return true;
    } catch (IOException e) {
      return false; // then it is brought again, and that tells what is wrong
    }
  }

  static GridException failed(ArtifactRef ref, String why, @Nullable Throwable cause) {
    return new GridException(
        ErrorCode.FETCH_FAILED,
        "artifact %s of %s: %s".formatted(ref.sha256(), new ByteSize(ref.size()), why),
        cause);
  }

  private String room() {
    try {
      return " (%s free in %s)".formatted(new ByteSize(free(directory)), directory);
    } catch (IOException e) {
      return " (" + directory + " cannot be read: " + e.getMessage() + ")";
    }
  }

  static long free(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }
}
