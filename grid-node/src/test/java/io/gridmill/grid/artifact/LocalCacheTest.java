package io.gridmill.grid.artifact;

import static io.gridmill.grid.artifact.ArtifactsTest.assertRefused;
import static io.gridmill.grid.artifact.Store.CHUNK;
import static io.gridmill.grid.artifact.Store.bytes;
import static io.gridmill.grid.artifact.Store.ref;
import static io.gridmill.grid.artifact.Store.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCacheTest {
  private final Store store = new Store();
  private final Artifacts artifacts = store.open();
  private final AtomicInteger fetches = new AtomicInteger();
  private final Artifacts counted =
      store.open(
          new TappedTables(
              store.tables,
              (table, call) -> {
                if (table.equals("blobs") && call.equals("get")) {
                  fetches.incrementAndGet();
                }
              }));

  @TempDir private Path directory;

  private LocalCache cache;

  @BeforeEach
  void open() throws IOException {
    cache = open(10 * CHUNK);
  }

  private LocalCache open(long capacity) throws IOException {
    return new LocalCache(counted, directory, capacity, store);
  }

  private ArtifactRef put(int size, long seed) throws IOException {
    return artifacts.put(stream(bytes(size, seed)));
  }

  /** Uses a file for a moment; tells whether it had to be brought. */
  private boolean brings(LocalCache cache, ArtifactRef ref) throws IOException {
    int before = fetches.get();
    store.pass(Duration.ofSeconds(1));
    try (Lease lease = cache.fetch(ref)) {
      assertThat(ref(Files.readAllBytes(lease.file()))).isEqualTo(ref);
    }
    return fetches.get() > before;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(p -> p.getFileName().toString()).toList();
    }
  }

  @Test
  void bringsAFileOnce() throws IOException {
    for (int size : new int[] {0, 1, CHUNK, 3 * CHUNK + 1}) {
      ArtifactRef stored = put(size, size);
      assertThat(brings(cache, stored)).isTrue();
      assertThat(brings(cache, stored)).isFalse();
    }
    assertThat(cache.used()).isEqualTo(4 * CHUNK + 2);
  }

  @Test
  void givesFilesThatAreReadOnly() throws IOException {
    try (Lease lease = cache.fetch(put(10, 1))) {
      assertThat(Files.getPosixFilePermissions(lease.file()).toString()).doesNotContain("WRITE");
    }
  }

  @Test
  void bringsManyByName() throws IOException {
    ArtifactRef one = put(10, 1);
    ArtifactRef two = put(CHUNK + 1, 2);
    try (Lease lease = cache.fetchAll(Map.of("a.jar", one, "b.jar", two, "c.jar", one))) {
      assertThat(lease.files()).containsOnlyKeys("a.jar", "b.jar", "c.jar");
      assertThat(lease.files().get("a.jar")).hasBinaryContent(bytes(10, 1));
      assertThat(lease.files().get("b.jar")).hasBinaryContent(bytes(CHUNK + 1, 2));
      assertThat(lease.files().get("c.jar")).isEqualTo(lease.files().get("a.jar"));
    }
    assertThat(cache.fetchAll(Map.of()).files()).isEmpty();
  }

  @Test
  void bringsAllOrNone() throws IOException {
    ArtifactRef there = put(6 * CHUNK, 1);
    ArtifactRef absent = ref(bytes(10, 2));
    assertRefused(
        ErrorCode.FETCH_FAILED, () -> cache.fetchAll(Map.of("there", there, "absent", absent)));
    assertThat(brings(cache, put(10 * CHUNK, 3))).as("nothing is pinned").isTrue();
  }

  @Test
  void saysWhatCouldNotBeBroughtAndBringsItOnceItIsThere() throws IOException {
    byte[] content = bytes(CHUNK, 1);
    assertThatThrownBy(() -> cache.fetch(ref(content)))
        .hasMessageContaining(ref(content).sha256())
        .hasMessageContaining("not stored");
    assertThat(cache.used()).isZero();
    artifacts.put(stream(content));
    assertThat(brings(cache, ref(content))).isTrue();
  }

  @Test
  void evictsTheLongestUnused() throws IOException {
    ArtifactRef first = put(4 * CHUNK, 1);
    ArtifactRef second = put(4 * CHUNK, 2);
    ArtifactRef third = put(4 * CHUNK, 3);
    brings(cache, first);
    brings(cache, second);
    brings(cache, first);
    brings(cache, third);
    assertThat(files()).containsExactlyInAnyOrder(first.sha256(), third.sha256());
    assertThat(cache.used()).isEqualTo(8 * CHUNK);
  }

  @Test
  void neverEvictsWhatALeaseHolds() throws IOException {
    ArtifactRef held = put(6 * CHUNK, 1);
    ArtifactRef other = put(5 * CHUNK, 2);
    Lease lease = cache.fetch(held);
    assertThatThrownBy(() -> cache.fetch(other))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("no room")
        .hasMessageContaining("6KiB of 10KiB");
    assertThat(lease.file()).exists();
    lease.close();
    lease.close();
    assertThat(brings(cache, other)).isTrue();
    assertThat(files()).containsExactly(other.sha256());
  }

  @Test
  void refusesWhatIsLargerThanTheCache() throws IOException {
    ArtifactRef stored = put(10 * CHUNK + 1, 1);
    assertThatThrownBy(() -> cache.fetch(stored)).hasMessageContaining("cache.size 10KiB");
    assertThat(files()).isEmpty();
  }

  @Test
  void keepsFilesOverARestartTheLongestUnusedFirst() throws IOException {
    ArtifactRef first = put(4 * CHUNK, 1);
    ArtifactRef second = put(4 * CHUNK, 2);
    brings(cache, first);
    brings(cache, second);
    brings(cache, first);
    Files.write(directory.resolve(second.sha256() + ".part"), new byte[5]);
    LocalCache restarted = open(10 * CHUNK);
    assertThat(restarted.used()).isEqualTo(8 * CHUNK);
    assertThat(files()).containsExactlyInAnyOrder(first.sha256(), second.sha256());
    assertThat(brings(restarted, put(4 * CHUNK, 3))).isTrue();
    assertThat(files()).doesNotContain(second.sha256());
    assertThat(brings(restarted, first)).isFalse();
    LocalCache smaller = open(4 * CHUNK);
    assertThat(files()).containsExactly(first.sha256());
    assertThat(brings(smaller, first)).isFalse();
  }

  @Test
  void bringsAFileAgainThatWasChangedRemovedOrCutShort() throws IOException {
    ArtifactRef stored = put(3 * CHUNK, 1);
    Path file = directory.resolve(stored.sha256());
    for (boolean restart : new boolean[] {false, true}) {
      for (int harm = 0; harm < 4; harm++) {
        brings(cache, stored);
        assertThat(file.toFile().setWritable(true)).isTrue();
        switch (harm) {
          case 0 -> Files.delete(file);
          case 1 -> Files.write(file, bytes(3 * CHUNK, 2));
          case 2 -> Files.write(file, bytes(CHUNK, 1));
          default -> Files.write(file, bytes(4 * CHUNK, 1));
        }
        if (restart) {
          cache = open(10 * CHUNK);
        }
        assertThat(brings(cache, stored)).as("harm %d, restart %s", harm, restart).isTrue();
        assertThat(brings(cache, stored)).isFalse();
        assertThat(cache.used()).isEqualTo(3 * CHUNK);
      }
    }
  }

  @Test
  void refusesContentThatWasHarmedInTheGrid() throws IOException {
    ArtifactRef stored = put(3 * CHUNK, 1);
    Blob blob = store.tables.open(Blob.SCHEMA).get(stored.sha256()).orElseThrow();
    store.tables.open(Chunk.SCHEMA).put(blob.content().key(1), new Chunk(new byte[CHUNK]));
    assertThatThrownBy(() -> cache.fetch(stored)).hasMessageContaining("hashes to");
    assertThat(files()).isEmpty();
    assertThat(cache.used()).isZero();
  }

  @Test
  void saysThatItsDirectoryIsGone() throws IOException {
    ArtifactRef stored = put(CHUNK, 1);
    Files.delete(directory);
    assertRefused(ErrorCode.FETCH_FAILED, () -> cache.fetch(stored));
    Files.createDirectory(directory);
    assertThat(brings(cache, stored)).isTrue();
  }

  @Test
  void bringsAFileOnceThatManyAskForAtATime() throws Exception {
    ArtifactRef stored = put(8 * CHUNK, 1);
    CountDownLatch allAsk = new CountDownLatch(8);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger opened = new AtomicInteger();
    Artifacts slow =
        store.open(
            new TappedTables(
                store.tables,
                (table, call) -> {
                  if (table.equals("blobs")) {
                    opened.incrementAndGet();
                    await(go);
                  }
                }));
    cache = new LocalCache(slow, directory, 10 * CHUNK, store);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Lease>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(
            threads.submit(
                () -> {
                  allAsk.countDown();
                  return cache.fetch(stored);
                }));
      }
      await(allAsk);
      go.countDown();
      for (Future<Lease> each : asked) {
        try (Lease lease = each.get()) {
          assertThat(lease.file()).hasBinaryContent(bytes(8 * CHUNK, 1));
        }
      }
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void goesOnForOthersWhenOneWhoWaitsIsInterrupted() throws Exception {
    ArtifactRef stored = put(2 * CHUNK, 1);
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Artifacts slow =
        store.open(
            new TappedTables(
                store.tables,
                (table, call) -> {
                  if (table.equals("blobs")) {
                    started.countDown();
                    await(go);
                  }
                }));
    cache = new LocalCache(slow, directory, 10 * CHUNK, store);
    FutureTask<Boolean> interrupted =
        new FutureTask<>(
            () -> {
              assertRefused(ErrorCode.FETCH_FAILED, () -> cache.fetch(stored));
              return Thread.currentThread().isInterrupted();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Thread caller = new Thread(interrupted);
      caller.start();
      await(started);
      caller.interrupt();
      assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
      Future<Lease> other = threads.submit(() -> cache.fetch(stored));
      go.countDown();
      try (Lease lease = other.get()) {
        assertThat(lease.file()).hasBinaryContent(bytes(2 * CHUNK, 1));
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Test
  void staysRightUnderRandomUseByMany() throws Exception {
    List<ArtifactRef> refs = new ArrayList<>();
    Map<ArtifactRef, byte[]> contents = new HashMap<>();
    for (int i = 0; i < 12; i++) {
      byte[] content = bytes(new Random(i).nextInt(4 * CHUNK), i);
      refs.add(artifacts.put(stream(content)));
      contents.put(refs.getLast(), content);
    }
    List<Callable<Void>> users = new ArrayList<>();
    for (int u = 0; u < 6; u++) {
      Random random = new Random(u);
      users.add(
          () -> {
            for (int i = 0; i < 150; i++) {
              ArtifactRef one = refs.get(random.nextInt(refs.size()));
              ArtifactRef two = refs.get(random.nextInt(refs.size()));
              try (Lease lease = cache.fetchAll(Map.of("one", one, "two", two))) {
                assertThat(lease.files().get("one")).hasBinaryContent(contents.get(one));
                assertThat(lease.files().get("two")).hasBinaryContent(contents.get(two));
              } catch (GridException e) {
                assertThat(e).hasMessageContaining("no room");
              }
            }
            return null;
          });
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Void> user : threads.invokeAll(users)) {
        user.get();
      }
    }
    long size = 0;
    for (String file : files()) {
      assertThat(file).doesNotEndWith(".part");
      size += Files.size(directory.resolve(file));
    }
    assertThat(cache.used()).isEqualTo(size).isLessThanOrEqualTo(10 * CHUNK);
  }
}
