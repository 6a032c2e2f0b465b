package io.gridmill.grid.artifact;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts as files of a node, named by their digest.
 *
 * <p>A file is written beside its place, moved there when its digest is right, and read-only from
 * then on. Files that no lease holds go, the longest unused first, when others need the room. After
 * a restart the files are still there; each is hashed again when it is first asked for. A directory
 * is one cache's alone.
 */
public final class LocalCache {
  private static final int TRANSFERS = 4;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Logger log = LoggerFactory.getLogger(LocalCache.class);

  private final Artifacts artifacts;
  private final Path directory;
  private final long capacity;
  private final InstantSource clock;
  private final Semaphore transfers = new Semaphore(TRANSFERS);

  /** The longest unused first. */
  private final Map<String, CachedFile> files = new LinkedHashMap<>(16, 0.75f, true);

  private long used;

  /**
   * @param directory where the files are; made if it is not there
   * @param capacity how many bytes of files there may be
   */
  public LocalCache(Artifacts artifacts, Path directory, long capacity, InstantSource clock)
      throws IOException {
    this.artifacts = artifacts;
    this.directory = Files.createDirectories(directory.toAbsolutePath());
    this.capacity = capacity;
    this.clock = clock;
    index();
  }

  private synchronized void index() throws IOException {
    Map<FileTime, List<Path>> byAge = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      for (Path path : found) {
        String name = path.getFileName().toString();
        if (name.endsWith(CachedFile.PART)) {
          Files.delete(path);
        } else if (DIGEST.matcher(name).matches()) {
          byAge.computeIfAbsent(Files.getLastModifiedTime(path), t -> new ArrayList<>()).add(path);
        }
      }
    }
    for (List<Path> sameAge : byAge.values()) {
      for (Path path : sameAge) {
        add(new ArtifactRef(path.getFileName().toString(), Files.size(path)));
      }
    }
    makeRoom(0);
  }

  private CachedFile add(ArtifactRef ref) {
    CachedFile file = new CachedFile(ref, directory);
    files.put(ref.sha256(), file);
    used += ref.size();
    return file;
  }

  /** How many bytes of files there are, or are on their way. */
  public synchronized long used() {
    return used;
  }

  /**
   * Brings an artifact here, if it is not here already.
   *
   * @throws GridException with FETCH_FAILED if it could not be brought
   */
  public Lease fetch(ArtifactRef ref) {
    return fetchAll(Map.of("", ref));
  }

  /** Brings artifacts here, several at a time: all of them, or none. */
  public Lease fetchAll(Map<String, ArtifactRef> named) {
    List<CachedFile> pinned = new ArrayList<>();
    List<CompletableFuture<Void>> awaited = new ArrayList<>();
    Map<String, Path> paths = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, ArtifactRef> entry : named.entrySet()) {
        CachedFile file = pin(entry.getValue(), awaited);
        pinned.add(file);
        paths.put(entry.getKey(), file.path);
      }
      for (CompletableFuture<Void> ready : awaited) {
        await(ready);
      }
      return new Lease(paths, () -> unpin(pinned));
    } catch (RuntimeException | Error e) {
      if (!Thread.currentThread().isInterrupted()) {
        // What is still on its way takes room: nobody is told of the failure before that is free.
        CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new))
            .handle((done, failure) -> true)
            .join();
      }
      unpin(pinned);
      throw e;
    }
  }

  private static void await(CompletableFuture<Void> ready) {
    try {
      ready.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridException(ErrorCode.FETCH_FAILED, "interrupted while artifacts came", e);
    } catch (ExecutionException e) {
      // Not the error itself: all who wait for the file get that one.
      Throwable failure = e.getCause() == null ? e : e.getCause();
      throw new GridException(
          ErrorCode.FETCH_FAILED, Objects.requireNonNullElse(failure.getMessage(), "failed"), e);
    }
  }

  /** Keeps a file, or its place, from being evicted, and sees to it that it comes. */
  private synchronized CachedFile pin(ArtifactRef ref, List<CompletableFuture<Void>> awaited) {
    CachedFile file = files.get(ref.sha256());
    if (file != null && file.ref.size() != ref.size()) {
      if (file.pins > 0 || !evict(file)) {
        throw CachedFile.failed(ref, "the file of this digest has another size", null);
      }
      file = null;
    }
    if (file == null) {
      makeRoom(ref);
      file = add(ref);
    }
    if (file.ready != null && file.ready.isDone() && !file.use(clock.instant())) {
      log.warn("cache file {} was changed or removed; it is brought again", file.path);
      file.ready = null;
    }
    if (file.ready == null) {
      file.ready = new CompletableFuture<>();
      file.pins++;
      start(file, file.ready);
    }
    file.pins++;
    awaited.add(file.ready);
    return file;
  }

  private void start(CachedFile file, CompletableFuture<Void> ready) {
    Thread.ofVirtual()
        .name("artifact-fetch")
        .start(
            () -> {
              Throwable failure = bring(file);
              ended(file, failure);
              if (failure == null) {
                ready.complete(null);
              } else {
                ready.completeExceptionally(failure);
              }
            });
  }

  private @Nullable Throwable bring(CachedFile file) {
    transfers.acquireUninterruptibly();
    try {
      file.bring(artifacts, clock);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    } finally {
      transfers.release();
    }
  }

  private synchronized void ended(CachedFile file, @Nullable Throwable failure) {
    if (failure != null) {
      file.ready = null;
    }
    unpin(List.of(file));
  }

  private synchronized void unpin(List<CachedFile> pinned) {
    for (CachedFile file : pinned) {
      file.pins--;
      if (file.pins == 0 && file.ready == null) {
        evict(file);
      }
    }
  }

  private void makeRoom(ArtifactRef ref) {
    if (ref.size() > capacity) {
      throw CachedFile.failed(
          ref, "larger than this node's cache (cache.size " + new ByteSize(capacity) + ")", null);
    }
    makeRoom(ref.size());
    if (used + ref.size() > capacity) {
      throw CachedFile.failed(
          ref,
          "no room in this node's cache: %s of %s (cache.size) are in use"
              .formatted(new ByteSize(used), new ByteSize(capacity)),
          null);
    }
  }

  /** Evicts files, the longest unused first, until there is room for so many bytes more. */
  private void makeRoom(long bytes) {
    if (used + bytes <= capacity && fits(bytes)) {
      return;
    }
    for (CachedFile file : List.copyOf(files.values())) {
      if (file.pins == 0 && evict(file) && used + bytes <= capacity && fits(bytes)) {
        return;
      }
    }
  }

  /** Whether the disk has so many bytes left; if that cannot be told, writing will tell. */
  private boolean fits(long bytes) {
    try {
      return CachedFile.free(directory) >= bytes;
    } catch (IOException e) {
      log.warn("cache directory {}: its free space cannot be told; going on", directory, e);
      return true;
    }
  }

  private boolean evict(CachedFile file) {
    try {
      Files.deleteIfExists(file.path);
    } catch (IOException e) {
      log.warn("cache file {} cannot be deleted; it stays", file.path, e);
      return false;
    }
    files.remove(file.ref.sha256());
    used -= file.ref.size();
    return true;
  }
}
