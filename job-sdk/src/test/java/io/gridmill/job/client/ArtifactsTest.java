package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ArtifactRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArtifactsTest {
  private TestGateway gateway;
  private GridClient client;

  @BeforeEach
  void start() throws Exception {
    gateway = new TestGateway();
    client = gateway.client();
  }

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private byte[] download(ArtifactRef ref) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    client.download(ref, out);
    return out.toByteArray();
  }

  @Test
  void uploadsASmallFileAtOnceAndASecondTimeNotAtAll(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("a.txt"), "hello");
    ArtifactRef ref = client.upload(file);

    assertThat(ref.sha256())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(client.upload("hello".getBytes(UTF_8))).isEqualTo(ref);
    assertThat(gateway.requests()).filteredOn(r -> r.equals("POST /api/blobs")).hasSize(1);
    assertThat(download(ref)).isEqualTo("hello".getBytes(UTF_8));
  }

  @Test
  void carriesEmptyContent() throws Exception {
    ArtifactRef ref = client.upload(new byte[0]);

    assertThat(ref.size()).isZero();
    assertThat(download(ref)).isEmpty();
  }

  @Test
  void uploadsLargeContentInChunksAndTellsHowFarItIs() throws Exception {
    byte[] content = random(9 * TestBlobs.CHUNK + 17);
    List<Long> told = new ArrayList<>();
    ArtifactRef ref =
        client.upload(() -> new ByteArrayInputStream(content), (sent, size) -> told.add(sent));

    assertThat(gateway.blobs().content().get(ref.sha256())).isEqualTo(content);
    assertThat(told).hasSize(11).isSorted().endsWith((long) content.length);
    assertThat(download(ref)).isEqualTo(content);
  }

  @Test
  void goesOnWithAnUploadThatBrokeOff() throws Exception {
    byte[] content = random(9 * TestBlobs.CHUNK);
    AtomicInteger opened = new AtomicInteger();
    ContentSource breaks =
        () -> {
          int length = opened.incrementAndGet() == 2 ? 5 * TestBlobs.CHUNK : content.length;
          return new ByteArrayInputStream(content, 0, length);
        };
    assertThatThrownBy(() -> client.upload(breaks, UploadProgress.NONE))
        .hasMessageStartingWith("the content changed while it was sent");
    int before = gateway.requests().size();

    client.upload(breaks, UploadProgress.NONE);

    assertThat(gateway.requests().subList(before, gateway.requests().size()))
        .filteredOn(r -> r.startsWith("PUT "))
        .hasSize(4);
    assertThat(gateway.blobs().content()).hasSize(1);
  }

  @Test
  void sendsAChunkAgainWhoseAnswerWasLost() throws Exception {
    byte[] content = random(9 * TestBlobs.CHUNK);
    ArtifactRef ref = Artifacts.refOf(() -> new ByteArrayInputStream(content));
    gateway.breakNext("/api/blobs/uploads/" + ref.sha256());

    assertThat(client.upload(content)).isEqualTo(ref);
    assertThat(gateway.blobs().content().get(ref.sha256())).isEqualTo(content);
  }

  @Test
  void goesOnWithADownloadThatBrokeOff() throws Exception {
    byte[] content = random(300_000);
    ArtifactRef ref = client.upload(content);
    gateway.blobs().cutNextDownloadAt(100_000);

    assertThat(download(ref)).isEqualTo(content);
    assertThat(gateway.requests()).filteredOn(r -> r.startsWith("GET /api/blobs/")).hasSize(2);
  }

  @Test
  void refusesContentThatIsNotWhatItsNameSays() throws Exception {
    ArtifactRef ref = client.upload("right".getBytes(UTF_8));
    gateway.blobs().content().put(ref.sha256(), "wrong".getBytes(UTF_8));

    assertThatThrownBy(() -> client.download(ref, new ByteArrayOutputStream()))
        .hasMessageContaining("what came hashes to");
  }

  @Test
  void saysThatAFileCannotBeRead(@TempDir Path dir) {
    assertThatThrownBy(() -> client.upload(dir.resolve("none")))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
    assertThatThrownBy(
            () ->
                client.upload(
                    InputStream::nullInputStream,
                    (a, b) -> {
                      throw new IllegalStateException("told");
                    }))
        .hasMessage("told");
  }
}
