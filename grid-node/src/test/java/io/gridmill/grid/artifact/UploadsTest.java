package io.gridmill.grid.artifact;

import static io.gridmill.grid.artifact.ArtifactsTest.assertRefused;
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
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
  private final Store store = new Store();
  private final Artifacts artifacts = store.open();

  private static InputStream from(byte[] content, long offset) {
    return new ByteArrayInputStream(content, (int) offset, content.length - (int) offset);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 4 * CHUNK})
  void storesAnUploadOfOnePart(int size) throws IOException {
    byte[] content = bytes(size, 1);
    UploadState begun = artifacts.begin(ref(content), "ada");
    assertThat(begun.offset()).isZero();
    if (size > 0) {
      assertThat(begun.complete()).isFalse();
      assertThat(artifacts.append(begun.id(), 0, stream(content)).complete()).isTrue();
    }
    assertThat(read(artifacts, ref(content))).isEqualTo(content);
    assertThat(artifacts.begin(ref(content), "eve").complete()).isTrue();
    store.assertClean();
  }

  @Test
  void goesOnWhereACutUploadStoppedInTheSameProcessOrAnother() throws IOException {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      byte[] content = bytes(random.nextInt(1, 24 * CHUNK), round);
      Artifacts process = artifacts;
      String id = process.begin(ref(content), "ada").id();
      UploadState state = process.status(id);
      for (int tries = 0; tries < 3 && !state.complete(); tries++) {
        if (random.nextBoolean()) {
          process = store.open();
          assertThat(process.begin(ref(content), "ada")).isEqualTo(state);
        }
        int rest = content.length - (int) state.offset();
        int arrives = random.nextInt(rest);
        InputStream cut =
            random.nextBoolean()
                ? cut(from(content, state.offset()).readAllBytes(), arrives)
                : new ByteArrayInputStream(content, (int) state.offset(), arrives);
        try {
          state = process.append(id, state.offset(), cut);
        } catch (IOException e) {
          assertThat(e).hasMessage("cut");
          state = process.status(id);
        }
        assertThat(state.offset() % CHUNK).isZero();
        assertThat(process.status(id)).isEqualTo(state);
      }
      assertThat(process.append(id, state.offset(), from(content, state.offset())).complete())
          .isTrue();
      assertThat(read(process, ref(content))).isEqualTo(content);
      store.assertClean();
    }
  }

  @Test
  void takesPartsOfOneChunk() throws IOException {
    byte[] content = bytes(5 * CHUNK + 9, 1);
    UploadState state = artifacts.begin(ref(content), "ada");
    while (!state.complete()) {
      int most = Math.min(CHUNK, content.length - (int) state.offset());
      InputStream part = new ByteArrayInputStream(content, (int) state.offset(), most);
      state = artifacts.append(state.id(), state.offset(), part);
    }
    assertThat(read(artifacts, ref(content))).isEqualTo(content);
    assertThat(
            store
                .tables
                .open(Blob.SCHEMA)
                .get(ref(content).sha256())
                .orElseThrow()
                .content()
                .segments())
        .hasSizeLessThanOrEqualTo(2);
    store.assertClean();
  }

  @Test
  void refusesContentThatIsNotWhatWasPromised() throws IOException {
    byte[] content = bytes(2 * CHUNK + 1, 1);
    for (boolean anotherProcess : new boolean[] {false, true}) {
      String id = artifacts.begin(ref(content), "ada").id();
      content[3] ^= 1;
      artifacts.append(id, 0, new ByteArrayInputStream(content, 0, CHUNK));
      content[3] ^= 1;
      Artifacts process = anotherProcess ? store.open() : artifacts;
      assertRefused(
          ErrorCode.DIGEST_MISMATCH, () -> process.append(id, CHUNK, from(content, CHUNK)));
      assertRefused(ErrorCode.NOT_FOUND, () -> artifacts.status(id));
      assertThat(store.chunks()).isZero();
      store.assertClean();
    }
  }

  @Test
  void refusesMoreBytesThanWerePromised() throws IOException {
    byte[] content = bytes(CHUNK + 1, 1);
    String id = artifacts.begin(ref(content), "ada").id();
    InputStream more = new SequenceInputStream(stream(content), stream(new byte[1]));
    assertRefused(ErrorCode.INVALID_ARGUMENT, () -> artifacts.append(id, 0, more));
    assertThat(artifacts.find(ref(content).sha256())).isEmpty();
    UploadState state = artifacts.status(id);
    artifacts.append(id, state.offset(), from(content, state.offset()));
    assertThat(read(artifacts, ref(content))).isEqualTo(content);
    store.assertClean();
  }

  @Test
  void refusesAnOffsetWhereTheUploadIsNot() throws IOException {
    byte[] content = bytes(3 * CHUNK, 1);
    String id = artifacts.begin(ref(content), "ada").id();
    artifacts.append(id, 0, new ByteArrayInputStream(content, 0, CHUNK));
    for (long offset : new long[] {0, 5, 2L * CHUNK, 3L * CHUNK, -1}) {
      assertThatThrownBy(() -> artifacts.append(id, offset, stream(content)))
          .isInstanceOf(GridException.class)
          .hasMessageContaining("expected: " + CHUNK);
    }
    assertRefused(ErrorCode.NOT_FOUND, () -> artifacts.append("none", 0, stream(content)));
    assertRefused(ErrorCode.NOT_FOUND, () -> artifacts.status("none"));
  }

  @Test
  void refusesASizeThatNoContentHas() {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> artifacts.begin(new ArtifactRef("00".repeat(32), Long.MAX_VALUE), "ada"));
  }

  @Test
  void keepsOwnersApart() throws IOException {
    ArtifactRef content = ref(bytes(CHUNK + 1, 1));
    String id = artifacts.begin(content, "ada").id();
    assertThat(artifacts.begin(content, "ada").id()).isEqualTo(id);
    assertThat(artifacts.begin(content, "eve").id()).isNotEqualTo(id);
  }

  @Test
  void refusesAnotherSizeThanThatOfTheStoredContent() throws IOException {
    ArtifactRef stored = artifacts.put(stream(bytes(10, 1)));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        () -> artifacts.begin(new ArtifactRef(stored.sha256(), 11), "ada"));
    assertRefused(
        ErrorCode.DIGEST_MISMATCH,
        () -> artifacts.begin(new ArtifactRef(ref(bytes(1, 1)).sha256(), 0), "ada"));
  }

  /** A stream that lets something happen at a place in it. */
  private static InputStream interrupted(byte[] content, int at, Runnable event) {
    InputStream hook =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] into, int from, int length) {
            event.run();
            return -1;
          }
        };
    return new SequenceInputStream(
        new SequenceInputStream(new ByteArrayInputStream(content, 0, at), hook), from(content, at));
  }

  @Test
  void fencesAWriterOffThatAnotherTookOverFrom() throws IOException {
    byte[] content = bytes(40 * CHUNK + 7, 1);
    byte[] garbage = bytes(content.length, 2);
    Artifacts other = store.open();
    String id = artifacts.begin(ref(content), "ada").id();
    InputStream slow =
        interrupted(
            garbage,
            22 * CHUNK,
            () -> {
              UploadState state = other.status(id);
              assertThat(state.offset()).isPositive();
              try {
                assertRefused(
                    ErrorCode.DIGEST_MISMATCH,
                    () -> other.append(id, state.offset(), from(content, state.offset())));
                String again = other.begin(ref(content), "ada").id();
                other.append(again, 0, stream(content));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertRefused(ErrorCode.NOT_FOUND, () -> artifacts.append(id, 0, slow));
    assertThat(read(artifacts, ref(content))).isEqualTo(content);
    store.assertClean();
  }

  @Test
  void letsTwoWritersOfOneUploadEndIt() throws IOException {
    byte[] content = bytes(21 * CHUNK + 7, 1);
    Artifacts other = store.open();
    String id = artifacts.begin(ref(content), "ada").id();
    InputStream slow =
        interrupted(
            content,
            20 * CHUNK,
            () -> {
              UploadState state = other.status(id);
              assertThat(state.offset()).isPositive();
              try {
                other.append(id, state.offset(), from(content, state.offset()));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    assertRefused(ErrorCode.NOT_FOUND, () -> artifacts.append(id, 0, slow));
    assertThat(read(artifacts, ref(content))).isEqualTo(content);
    store.assertClean();
  }

  @Test
  void sweepsUploadsThatDoNotGetOn() throws IOException {
    byte[] content = bytes(20 * CHUNK, 1);
    String stale = artifacts.begin(ref(content), "ada").id();
    artifacts.append(stale, 0, new ByteArrayInputStream(content, 0, 18 * CHUNK));
    store.pass(Duration.ofHours(20));
    String live = artifacts.begin(ref(bytes(CHUNK, 2)), "ada").id();
    store.pass(Duration.ofHours(5));
    assertThat(artifacts.sweep(Duration.ofHours(24))).isEqualTo(1);
    assertRefused(ErrorCode.NOT_FOUND, () -> artifacts.status(stale));
    assertThat(artifacts.status(live).offset()).isZero();
    assertThat(store.chunks()).isZero();
    assertThat(artifacts.sweep(Duration.ofHours(24))).isZero();
  }
}
