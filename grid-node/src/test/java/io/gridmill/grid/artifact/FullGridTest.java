package io.gridmill.grid.artifact;

import static io.gridmill.grid.artifact.Store.bytes;
import static io.gridmill.grid.artifact.Store.read;
import static io.gridmill.grid.artifact.Store.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.ignite.IgniteNode;
import io.gridmill.grid.store.ignite.IgniteSettings;
import io.gridmill.grid.store.ignite.IgniteStart;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose memory is too small for what is put into it. */
class FullGridTest {
  @TempDir private Path directory;

  @Test
  void refusesContentThatDoesNotFitAndGoesOn() throws IOException {
    var small = new IgniteSettings.Storage(IgniteSettings.Durability.NONE, 0, 64L << 20);
    IgniteSettings settings = IgniteSettings.single("full", directory).withStorage(small);
    try (IgniteNode node = IgniteStart.start(settings, Artifacts.schemas())) {
      var artifacts = new Artifacts(node.tables(), InstantSource.system(), new SecureRandom());
      byte[] content = bytes(5 << 20, 1);
      ArtifactRef stored = artifacts.put(stream(content));
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> artifacts.put(new StreamedContent(40 << 20)))
            .isInstanceOfSatisfying(
                GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
            .hasMessageContaining("full");
        assertThat(node.tables().open(Chunk.SCHEMA).count(Query.ALL)).isEqualTo(5);
        assertThat(node.tables().open(Upload.SCHEMA).count(Query.ALL)).isZero();
      }
      assertThat(read(artifacts, stored)).isEqualTo(content);
      ArtifactRef other = artifacts.put(new StreamedContent(10 << 20));
      assertThat(artifacts.find(other.sha256())).isPresent();
      assertThat(node.failed()).isNotDone();
    }
  }
}
