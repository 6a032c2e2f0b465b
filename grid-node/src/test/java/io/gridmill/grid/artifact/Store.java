package io.gridmill.grid.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.job.ArtifactRef;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** A store in memory, its clock, and a look behind it. */
final class Store implements InstantSource {
  /** Content has chunks of this many bytes here, so that content of many can be small. */
  static final int CHUNK = 1024;

  final MemoryTables tables = new MemoryTables();
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");

  Artifacts open() {
    return open(tables);
  }

  Artifacts open(Tables seen) {
    return new Artifacts(seen, this, new Random(), CHUNK);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  synchronized void pass(Duration time) {
    now = now.plus(time);
  }

  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static ArtifactRef ref(byte[] bytes) {
    var digest = Sha256.start();
    digest.update(bytes);
    return new ArtifactRef(Sha256.end(digest), bytes.length);
  }

  static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /** A stream that fails after so many bytes. */
  static InputStream cut(byte[] bytes, int after) {
    return new FilterInputStream(new ByteArrayInputStream(bytes, 0, after)) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        if (value < 0) {
          throw new IOException("cut");
        }
        return value;
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int count = super.read(into, from, length);
        if (count < 0) {
          throw new IOException("cut");
        }
        return count;
      }

      @Override
      public int readNBytes(byte[] into, int from, int length) throws IOException {
        int count = super.readNBytes(into, from, length);
        if (count < length) {
          throw new IOException("cut");
        }
        return count;
      }

      @Override
      public byte[] readNBytes(int length) throws IOException {
        byte[] read = super.readNBytes(length);
        if (read.length < length) {
          throw new IOException("cut");
        }
        return read;
      }
    };
  }

  static byte[] read(Artifacts artifacts, ArtifactRef ref) throws IOException {
    try (InputStream in = artifacts.open(ref)) {
      return in.readAllBytes();
    }
  }

  long chunks() {
    return tables.open(Chunk.SCHEMA).count(Query.ALL);
  }

  long uploads() {
    return tables.open(Upload.SCHEMA).count(Query.ALL);
  }

  /** Every blob can be read, and there is no chunk and no upload besides. */
  void assertClean() {
    Artifacts artifacts = open();
    long[] chunks = {0};
    tables
        .open(Blob.SCHEMA)
        .scan(
            Query.ALL,
            blob -> {
              try {
                assertThat(ref(read(artifacts, blob.ref()))).isEqualTo(blob.ref());
              } catch (IOException e) {
                throw new AssertionError(blob + " cannot be read", e);
              }
              chunks[0] += blob.content().chunks();
            });
    assertThat(chunks()).as("chunks").isEqualTo(chunks[0]);
    assertThat(uploads()).as("uploads").isZero();
  }
}
