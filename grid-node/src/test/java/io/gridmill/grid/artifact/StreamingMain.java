package io.gridmill.grid.artifact;

import io.gridmill.grid.store.ignite.IgniteNode;
import io.gridmill.grid.store.ignite.IgniteSettings;
import io.gridmill.grid.store.ignite.IgniteStart;
import io.gridmill.job.ArtifactRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;

/**
 * A node that stores content of so many MiB, at once and resumed, reads it back, and brings it to a
 * cache; says how fast.
 */
final class StreamingMain {
  private final PrintStream out;
  private final long size;

  private StreamingMain(PrintStream out, long size) {
    this.out = out;
    this.size = size;
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    long size = (Long.parseLong(arguments[1]) << 20) + 12_345;
    long memory = 2 * (size + size / 4 + (64L << 20)); // half of it is for chunks
    IgniteSettings settings =
        IgniteSettings.single("streaming", directory.resolve("node"))
            .withStorage(new IgniteSettings.Storage(IgniteSettings.Durability.NONE, 0, memory));
    try (IgniteNode node = IgniteStart.start(settings, Artifacts.schemas())) {
      var first = new Artifacts(node.tables(), InstantSource.system(), new SecureRandom());
      var second = new Artifacts(node.tables(), InstantSource.system(), new SecureRandom());
      new StreamingMain(System.out, size).run(first, second, directory.resolve("cache"));
    }
  }

  /** What a transfer does, and what it makes. */
  private interface Transfer<T> {
    T run() throws IOException;
  }

  private <T> T timed(String what, Transfer<T> transfer) throws IOException {
    long start = System.nanoTime();
    T result = transfer.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(Locale.ROOT, "%s: %.0f MB/s%n", what, size / 1e6 / seconds);
    return result;
  }

  private void run(Artifacts artifacts, Artifacts other, Path directory) throws IOException {
    ArtifactRef ref = timed("put", () -> artifacts.put(new StreamedContent(size)));
    timed("read", () -> read(artifacts, ref));
    LocalCache cache = new LocalCache(artifacts, directory, size, InstantSource.system());
    try (Lease lease = timed("fetch", () -> cache.fetch(ref))) {
      check(Files.size(lease.file()) == size, "the file has all bytes");
    }
    check(artifacts.remove(ref.sha256()), "it was there to remove");
    String id = artifacts.begin(ref, "ada").id();
    UploadState cut = artifacts.append(id, 0, new StreamedContent(size / 2));
    InputStream rest = new StreamedContent(size);
    rest.skipNBytes(cut.offset());
    UploadState whole = timed("resume, all hashed", () -> other.append(id, cut.offset(), rest));
    check(whole.complete(), "the upload is complete");
    timed("read", () -> read(artifacts, ref));
  }

  private static ArtifactRef read(Artifacts artifacts, ArtifactRef ref) throws IOException {
    var digest = new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.start());
    artifacts.transferTo(ref, digest);
    check(Sha256.end(digest.getMessageDigest()).equals(ref.sha256()), "what is read is right");
    return ref;
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("expected that " + what);
    }
  }
}
