package io.gridmill.grid.artifact;

import static io.gridmill.grid.artifact.Store.CHUNK;
import static io.gridmill.grid.artifact.Store.bytes;
import static io.gridmill.grid.artifact.Store.cut;
import static io.gridmill.grid.artifact.Store.read;
import static io.gridmill.grid.artifact.Store.ref;
import static io.gridmill.grid.artifact.Store.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactsTest {
  private final Store store = new Store();
  private final Artifacts artifacts = store.open();

  static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17, 20 * CHUNK + 5})
  void readsBackWhatWasPut(int size) throws IOException {
    byte[] content = bytes(size, size);
    ArtifactRef expected = ref(content);
    assertThat(artifacts.put(stream(content))).isEqualTo(expected);
    assertThat(artifacts.find(expected.sha256())).contains(expected);
    assertThat(read(artifacts, expected)).isEqualTo(content);
    var out = new ByteArrayOutputStream();
    artifacts.transferTo(expected, out);
    assertThat(out.toByteArray()).isEqualTo(content);
    assertThat(store.chunks()).isEqualTo(Math.ceilDiv(size, CHUNK));
    store.assertClean();
  }

  @Test
  void readsBackRandomSizesAroundTheBordersOfChunks() throws IOException {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      int size = Math.max(0, CHUNK * random.nextInt(5) + random.nextInt(-3, 4));
      byte[] content = bytes(size, i);
      ArtifactRef stored = artifacts.put(trickle(content, random), ref(content).sha256());
      assertThat(stored).isEqualTo(ref(content));
      assertThat(read(artifacts, stored)).isEqualTo(content);
    }
    store.assertClean();
  }

  @Test
  void hasChunksOfOneMebibyteOutsideOfTests() throws IOException {
    Artifacts usual = new Artifacts(store.tables, store, new Random());
    byte[] content = bytes(5 << 20 | 1, 1);
    ArtifactRef stored = usual.put(stream(content));
    assertThat(store.chunks()).isEqualTo(6);
    assertThat(read(usual, stored)).isEqualTo(content);
    assertThat(read(artifacts, stored)).isEqualTo(content);
    assertThat(usual.begin(ref(bytes(10, 1)), "ada").chunkSize()).isEqualTo(1 << 20);
  }

  /** A stream that gives as much as it likes at a time. */
  private static InputStream trickle(byte[] content, Random random) {
    return new InputStream() {
      private int at;

      @Override
      public int read() {
        return at == content.length ? -1 : content[at++] & 0xff;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (at == content.length && length > 0) {
          return -1;
        }
        int most = Math.min(length, content.length - at);
        int count = most == 0 ? 0 : 1 + random.nextInt(most);
        System.arraycopy(content, at, into, from, count);
        at += count;
        return count;
      }
    };
  }

  @Test
  void readsAnyRange() throws IOException {
    byte[] content = bytes(4 * CHUNK + 100, 1);
    ArtifactRef stored = artifacts.put(stream(content));
    Random random = new Random(12);
    for (int i = 0; i < 500; i++) {
      int from = near(random, content.length);
      int to = Math.max(from, near(random, content.length));
      try (InputStream in = artifacts.open(stored, from, to - from)) {
        assertThat(in.readAllBytes())
            .as("%s to %s", from, to)
            .isEqualTo(Arrays.copyOfRange(content, from, to));
        assertThat(in.read()).isEqualTo(-1);
      }
      try (InputStream in = artifacts.open(stored, from, to - from)) {
        int skipped = random.nextInt(to - from + 1);
        in.skipNBytes(skipped);
        assertThat(in.read()).isEqualTo(from + skipped == to ? -1 : content[from + skipped] & 0xff);
      }
    }
  }

  private static int near(Random random, int length) {
    return random.nextBoolean()
        ? random.nextInt(length + 1)
        : Math.clamp(random.nextInt(6) * (long) CHUNK + random.nextInt(-1, 2), 0, length);
  }

  @Test
  void refusesRangesOutsideTheContent() throws IOException {
    ArtifactRef stored = artifacts.put(stream(bytes(10, 1)));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.open(stored, -1, 1));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.open(stored, 11, 0));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.open(stored, 5, 6));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.open(stored, 5, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 3 * CHUNK, 20 * CHUNK})
  void refusesContentOfAnotherDigestAndKeepsNothingOfIt(int size) {
    String promised = ref(bytes(5, 99)).sha256();
    assertRefused(ErrorCode.DIGEST_MISMATCH, () -> artifacts.put(stream(bytes(size, 1)), promised));
    assertThat(artifacts.find(promised)).isEmpty();
    assertThat(store.chunks()).isZero();
    store.assertClean();
  }

  @Test
  void storesTheSameContentOnce() throws IOException {
    byte[] content = bytes(2 * CHUNK + 1, 1);
    artifacts.put(stream(content));
    artifacts.put(stream(content));
    InputStream unread = stream(content);
    artifacts.put(unread, ref(content).sha256());
    assertThat(unread.available()).isEqualTo(content.length);
    assertThat(store.chunks()).isEqualTo(3);
    store.assertClean();
  }

  @Test
  void storesContentOnceThatManyPutAtATime() throws Exception {
    byte[] content = bytes(3 * CHUNK + 1, 1);
    CyclicBarrier start = new CyclicBarrier(6);
    List<Callable<ArtifactRef>> puts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      puts.add(
          () -> {
            start.await();
            return artifacts.put(stream(content));
          });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ArtifactRef> put : threads.invokeAll(puts)) {
        assertThat(put.get()).isEqualTo(ref(content));
      }
    }
    assertThat(store.chunks()).isEqualTo(4);
    store.assertClean();
  }

  @Test
  void keepsNothingOfAStreamThatFails() {
    for (int after : new int[] {0, 10, CHUNK, 2 * CHUNK + 5, 19 * CHUNK}) {
      assertThatThrownBy(() -> artifacts.put(cut(bytes(20 * CHUNK, 1), after)))
          .isInstanceOf(IOException.class)
          .hasMessage("cut");
      assertThat(store.chunks()).isZero();
    }
    store.assertClean();
  }

  @Test
  void doesNotFindWhatIsNotThere() throws IOException {
    ArtifactRef stored = artifacts.put(stream(bytes(10, 1)));
    ArtifactRef absent = ref(bytes(10, 2));
    assertThat(artifacts.find(absent.sha256())).isEmpty();
    assertThat(artifacts.missing(List.of(stored.sha256(), absent.sha256())))
        .containsExactly(absent.sha256());
    assertRefused(ErrorCode.ARTIFACT_NOT_FOUND, () -> artifacts.open(absent));
    assertRefused(
        ErrorCode.ARTIFACT_NOT_FOUND, () -> artifacts.open(new ArtifactRef(stored.sha256(), 11)));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.find("../secret"));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.missing(List.of("x")));
  }

  @Test
  void removesContentWithItsChunks() throws IOException {
    ArtifactRef stored = artifacts.put(stream(bytes(2 * CHUNK, 1)));
    artifacts.put(stream(bytes(CHUNK, 2)));
    assertThat(artifacts.remove(stored.sha256())).isTrue();
    assertThat(artifacts.remove(stored.sha256())).isFalse();
    assertThat(artifacts.find(stored.sha256())).isEmpty();
    assertThat(store.chunks()).isEqualTo(1);
    store.assertClean();
  }

  @Test
  void tellsAReaderThatContentIsRemovedMeanwhile() throws IOException {
    ArtifactRef stored = artifacts.put(stream(bytes(8 * CHUNK, 1)));
    try (InputStream in = artifacts.open(stored)) {
      in.readNBytes(10);
      artifacts.remove(stored.sha256());
      assertRefused(ErrorCode.ARTIFACT_NOT_FOUND, in::readAllBytes);
    }
  }

  @Test
  void doesNotReadOnBehindAChunkThatCouldNotBeRead() throws IOException {
    byte[] content = bytes(8 * CHUNK, 1);
    ArtifactRef stored = artifacts.put(stream(content));
    AtomicInteger reads = new AtomicInteger();
    Artifacts failing =
        store.open(
            new TappedTables(
                store.tables,
                (table, call) -> {
                  if (table.equals("chunks") && reads.incrementAndGet() == 2) {
                    throw new GridException(ErrorCode.UNAVAILABLE, "not now");
                  }
                }));
    try (InputStream in = failing.open(stored)) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      assertRefused(ErrorCode.UNAVAILABLE, () -> in.transferTo(read));
      assertRefused(ErrorCode.UNAVAILABLE, () -> in.transferTo(read));
      assertThat(content).startsWith(read.toByteArray());
    }
  }

  @Test
  void letsContentBePutAgainThatLostAChunk() throws IOException {
    byte[] content = bytes(3 * CHUNK, 1);
    ArtifactRef stored = artifacts.put(stream(content));
    Blob blob = store.tables.open(Blob.SCHEMA).get(stored.sha256()).orElseThrow();
    store.tables.open(Chunk.SCHEMA).remove(blob.content().key(1));
    assertRefused(ErrorCode.ARTIFACT_NOT_FOUND, () -> read(artifacts, stored));
    assertThat(artifacts.missing(List.of(stored.sha256()))).hasSize(1);
    store.assertClean();
    artifacts.put(stream(content), stored.sha256());
    assertThat(read(artifacts, stored)).isEqualTo(content);
    store.assertClean();
  }

  @Test
  void removesWhatNobodyUsesAnyMore() throws IOException {
    ArtifactRef read = artifacts.put(stream(bytes(10, 1)));
    ArtifactRef found = artifacts.put(stream(bytes(10, 2)));
    ArtifactRef putAgain = artifacts.put(stream(bytes(10, 3)));
    ArtifactRef unused = artifacts.put(stream(bytes(10, 4)));
    store.pass(Duration.ofDays(8));
    read(artifacts, read);
    assertThat(artifacts.missing(List.of(found.sha256()))).isEmpty();
    artifacts.put(stream(bytes(10, 3)));
    var since = store.instant().minus(Duration.ofDays(7));
    assertThat(artifacts.unused(since, 10)).containsExactly(unused);
    for (ArtifactRef each : List.of(read, found, putAgain)) {
      assertThat(artifacts.removeUnused(each.sha256(), since)).isFalse();
      assertThat(artifacts.find(each.sha256())).isPresent();
    }
    assertThat(artifacts.removeUnused(unused.sha256(), since)).isTrue();
    assertThat(artifacts.find(unused.sha256())).isEmpty();
    store.assertClean();
  }
}
