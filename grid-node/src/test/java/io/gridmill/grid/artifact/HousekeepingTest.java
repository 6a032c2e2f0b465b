package io.gridmill.grid.artifact;

import static io.gridmill.grid.artifact.ArtifactsTest.assertRefused;
import static io.gridmill.grid.artifact.Store.CHUNK;
import static io.gridmill.grid.artifact.Store.bytes;
import static io.gridmill.grid.artifact.Store.read;
import static io.gridmill.grid.artifact.Store.ref;
import static io.gridmill.grid.artifact.Store.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  private static final Duration RETENTION = Duration.ofDays(1);

  private final Store store = new Store();
  private final Artifacts artifacts = store.open();
  private final List<ArtifactRef> named = new ArrayList<>();
  private final Housekeeping housekeeping =
      new Housekeeping(artifacts, consumer -> named.forEach(consumer), store, RETENTION);

  private ArtifactRef put(long seed) throws IOException {
    return artifacts.put(stream(bytes(CHUNK + 1, seed)));
  }

  private boolean isStored(ArtifactRef ref) {
    return store.tables.open(Blob.SCHEMA).get(ref.sha256()).isPresent();
  }

  @Test
  void removesWhatNothingNamesAndNobodyUses() throws IOException {
    ArtifactRef unused = put(1);
    ArtifactRef used = put(2);
    ArtifactRef kept = put(3);
    named.add(kept);
    store.pass(Duration.ofHours(23));
    housekeeping.round();
    assertThat(isStored(unused)).isTrue();
    read(artifacts, used);
    store.pass(Duration.ofHours(2));
    housekeeping.round();
    assertThat(isStored(unused)).isFalse();
    assertThat(isStored(used)).isTrue();
    assertThat(isStored(kept)).isTrue();
    named.clear();
    store.pass(Duration.ofHours(25));
    housekeeping.round();
    assertThat(isStored(used)).isFalse();
    assertThat(isStored(kept)).isFalse();
    assertThat(store.chunks()).isZero();
    store.assertClean();
  }

  @Test
  void keepsWhatIsFoundWhileItLooks() throws IOException {
    ArtifactRef found = put(1);
    store.pass(Duration.ofDays(2));
    var slow =
        new Housekeeping(
            artifacts,
            consumer -> assertThat(artifacts.find(found.sha256())).isPresent(),
            store,
            RETENTION);
    slow.round();
    assertThat(isStored(found)).isTrue();
  }

  @Test
  void removesUploadsThatDoNotGetOn() throws IOException {
    byte[] content = bytes(5 * CHUNK, 1);
    UploadState begun = artifacts.begin(ref(content), "ada");
    artifacts.append(begun.id(), 0, new ByteArrayInputStream(content, 0, 3 * CHUNK));
    store.pass(Duration.ofHours(25));
    housekeeping.round();
    assertThat(store.chunks()).isZero();
    store.assertClean();
  }

  @Test
  void beginsARoundWhenItIsStarted() throws Exception {
    put(1);
    store.pass(Duration.ofDays(2));
    CountDownLatch looked = new CountDownLatch(1);
    var started = new Housekeeping(artifacts, consumer -> looked.countDown(), store, RETENTION);
    started.start();
    assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
    started.stop();
    started.stop();
  }

  @Test
  void refusesARetentionShorterThanUseIsNotedTo() {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> new Housekeeping(artifacts, c -> {}, store, Duration.ofHours(1)));
  }
}
