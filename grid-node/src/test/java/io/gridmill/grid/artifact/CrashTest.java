package io.gridmill.grid.artifact;

import static io.gridmill.grid.artifact.Store.CHUNK;
import static io.gridmill.grid.artifact.Store.bytes;
import static io.gridmill.grid.artifact.Store.read;
import static io.gridmill.grid.artifact.Store.ref;
import static io.gridmill.grid.artifact.Store.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is left when a process ends at any call of a table, or calls of several interleave. */
class CrashTest {
  /** The end of a process: this call of a table and all later ones are not made. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What a process does. */
  private interface Action {
    void run(Artifacts artifacts) throws IOException;
  }

  /** Runs an action in a process that ends before each of its calls in turn. */
  private static void crashAnywhere(Action before, Action action) throws IOException {
    boolean ended = false;
    for (int calls = 0; !ended; calls++) {
      assertThat(calls).as("calls of tables").isLessThan(200);
      Store store = new Store();
      before.run(store.open());
      AtomicInteger left = new AtomicInteger(calls);
      Artifacts crashing =
          store.open(
              new TappedTables(
                  store.tables,
                  (table, call) -> {
                    if (left.getAndDecrement() <= 0) {
                      throw new Crash();
                    }
                  }));
      try {
        action.run(crashing);
        ended = true;
      } catch (Crash e) {
        assertThat(left.get()).isNegative();
      }
      Artifacts next = store.open();
      store.pass(Duration.ofHours(25));
      next.sweep(Duration.ofHours(24));
      store.assertClean();
      action.run(next);
      store.assertClean();
    }
  }

  @Test
  void aPutThatEndsAnywhereLeavesContentOrNothing() throws IOException {
    byte[] content = bytes(18 * CHUNK + 3, 1);
    crashAnywhere(
        artifacts -> {},
        artifacts -> {
          var stored = artifacts.put(stream(content));
          assertThat(read(artifacts, stored)).isEqualTo(content);
        });
  }

  @Test
  void aSmallPutThatEndsAnywhereLeavesContentOrNothing() throws IOException {
    byte[] content = bytes(300, 1);
    crashAnywhere(
        artifacts -> {}, artifacts -> artifacts.put(stream(content), ref(content).sha256()));
  }

  @Test
  void aPutOfStoredContentThatEndsAnywhereLeavesTheStoredContent() throws IOException {
    byte[] content = bytes(2 * CHUNK + 3, 1);
    crashAnywhere(
        artifacts -> artifacts.put(stream(content)), artifacts -> artifacts.put(stream(content)));
  }

  @Test
  void aRemovalThatEndsAnywhereLeavesContentOrNothing() throws IOException {
    byte[] content = bytes(3 * CHUNK, 1);
    crashAnywhere(
        artifacts -> artifacts.put(stream(content)),
        artifacts -> artifacts.remove(ref(content).sha256()));
  }

  @Test
  void anUploadThatEndsAnywhereCanBeResumed() throws IOException {
    byte[] content = bytes(18 * CHUNK + 3, 1);
    crashAnywhere(
        artifacts -> {
          String id = artifacts.begin(ref(content), "ada").id();
          artifacts.append(id, 0, new ByteArrayInputStream(content, 0, CHUNK));
        },
        artifacts -> {
          UploadState state = artifacts.begin(ref(content), "ada");
          if (!state.complete()) {
            int at = (int) state.offset();
            artifacts.append(
                state.id(), at, new ByteArrayInputStream(content, at, content.length - at));
          }
        });
  }

  @Test
  void anUploadThatIsSweptBeforeItIsPublishedIsRefused() throws IOException {
    for (byte[] content : List.of(bytes(10, 1), bytes(2 * CHUNK, 1))) {
      Store store = new Store();
      Artifacts sweeper = store.open();
      Artifacts slow =
          store.open(
              new TappedTables(
                  store.tables,
                  (table, call) -> {
                    if (table.equals("blobs") && call.equals("putIfAbsent")) {
                      store.pass(Duration.ofHours(25));
                      assertThat(sweeper.sweep(Duration.ofHours(24))).isEqualTo(1);
                    }
                  }));
      assertThatThrownBy(() -> slow.put(stream(content)))
          .isInstanceOfSatisfying(
              GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      assertThat(sweeper.find(ref(content).sha256())).isEmpty();
      store.assertClean();
    }
  }

  @Test
  void manyProcessesAtTheSameContentLeaveItWholeOrGone() throws Exception {
    for (int round = 0; round < 40; round++) {
      Store store = new Store();
      List<Callable<Void>> processes = new ArrayList<>();
      for (int p = 0; p < 6; p++) {
        Random random = new Random(100L * round + p);
        Artifacts artifacts =
            store.open(
                new TappedTables(
                    store.tables, (table, call) -> LockSupport.parkNanos(random.nextInt(200_000))));
        processes.add(
            () -> {
              for (int i = 0; i < 12; i++) {
                step(artifacts, random);
              }
              return null;
            });
      }
      try (var threads = Executors.newFixedThreadPool(6)) {
        for (Future<Void> process : threads.invokeAll(processes)) {
          process.get();
        }
      }
      store.pass(Duration.ofDays(2));
      store.open().sweep(Duration.ofDays(1));
      store.assertClean();
    }
  }

  private static void step(Artifacts artifacts, Random random) throws IOException {
    byte[] content = bytes(new int[] {7, CHUNK, 2 * CHUNK + 1}[random.nextInt(3)], 1);
    String sha256 = ref(content).sha256();
    try {
      switch (random.nextInt(6)) {
        case 0 -> artifacts.put(stream(content));
        case 1 -> artifacts.put(stream(content), sha256);
        case 2 -> artifacts.remove(sha256);
        case 3 -> artifacts.sweep(Duration.ZERO.minusSeconds(1));
        case 4 -> {
          UploadState state = artifacts.begin(ref(content), "ada");
          if (!state.complete()) {
            int at = (int) state.offset();
            int most = random.nextBoolean() ? content.length - at : CHUNK;
            artifacts.append(
                state.id(),
                at,
                new ByteArrayInputStream(content, at, Math.min(most, content.length - at)));
          }
        }
        default -> {
          if (artifacts.find(sha256).isPresent()) {
            assertThat(ref(read(artifacts, ref(content)))).isEqualTo(ref(content));
          }
        }
      }
    } catch (GridException e) {
      assertThat(e.code())
          .as(e.getMessage())
          .isIn(
              ErrorCode.ARTIFACT_NOT_FOUND,
              ErrorCode.NOT_FOUND,
              ErrorCode.CONFLICT,
              ErrorCode.UNAVAILABLE);
    }
  }
}
