package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.client.Problem;
import io.gridmill.job.client.Upload;
import io.gridmill.job.wire.Wire;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlobsTest {
  private TestGateway grid;

  @BeforeAll
  void start() {
    grid = new TestGateway();
  }

  @AfterAll
  void stop() {
    grid.close();
  }

  private static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static ArtifactRef ref(byte[] bytes) throws Exception {
    return new ArtifactRef(HexFormat.of().formatHex(sha256(bytes)), bytes.length);
  }

  private HttpResponse<String> post(byte[] bytes, String... headers) throws Exception {
    HttpRequest.Builder request =
        grid.request(grid.ann, "/api/blobs").POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
    return grid.send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<byte[]> fetch(ArtifactRef ref, String... headers) throws Exception {
    HttpRequest.Builder request = grid.request(grid.ann, "/api/blobs/" + ref.sha256());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return grid.http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static Problem problem(HttpResponse<String> answer, int status, ErrorCode code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    Problem problem = TestGateway.read(answer, Problem.class);
    assertThat(problem.code()).isEqualTo(code);
    return problem;
  }

  @Test
  void takesFiftyMegabytesInChunksOfUnknownNumberAndGivesThemBack(@TempDir Path dir)
      throws Exception {
    byte[] large = bytes(50_000_000, 1);
    Path file = Files.write(dir.resolve("large"), large);
    HttpRequest.BodyPublisher chunked =
        HttpRequest.BodyPublishers.ofInputStream(
            () -> {
              try {
                return Files.newInputStream(file);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    HttpResponse<String> put = grid.send(grid.request(grid.ann, "/api/blobs").POST(chunked));
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    ArtifactRef ref = TestGateway.read(put, ArtifactRef.class);
    assertThat(ref).isEqualTo(ref(large));
    HttpResponse<InputStream> got =
        grid.http.send(
            grid.request(grid.ann, "/api/blobs/" + ref.sha256()).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(got.headers().firstValueAsLong("Content-Length")).hasValue(50_000_000);
    try (InputStream in = got.body()) {
      assertThat(Arrays.equals(in.readAllBytes(), large)).isTrue();
    }
    HttpResponse<byte[]> part = fetch(ref, "Range", "bytes=30000000-41000000");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(Arrays.equals(part.body(), Arrays.copyOfRange(large, 30_000_000, 41_000_001)))
        .isTrue();
    assertThat(part.headers().firstValue("Content-Range"))
        .hasValue("bytes 30000000-41000000/50000000");
  }

  @Test
  void givesRangesAsHttpSays() throws Exception {
    byte[] small = "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ArtifactRef ref = TestGateway.read(post(small), ArtifactRef.class);
    assertThat(text(fetch(ref, "Range", "bytes=0-0"))).isEqualTo("206 0");
    assertThat(text(fetch(ref, "Range", "bytes=7-"))).isEqualTo("206 789");
    assertThat(text(fetch(ref, "Range", "bytes=7-99"))).isEqualTo("206 789");
    assertThat(text(fetch(ref, "Range", "bytes=-3"))).isEqualTo("206 789");
    assertThat(text(fetch(ref, "Range", "bytes=-99"))).isEqualTo("206 0123456789");
    for (String passedOver : List.of("bytes=5-3", "bytes=1-2,4-5", "lines=1-2", "bytes=-", "x")) {
      assertThat(text(fetch(ref, "Range", passedOver))).isEqualTo("200 0123456789");
    }
    HttpResponse<byte[]> beyond = fetch(ref, "Range", "bytes=10-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */10");
    assertThat(text(fetch(ref, "Range", "bytes=-0"))).startsWith("416 ");
  }

  private static String text(HttpResponse<byte[]> answer) {
    return answer.statusCode()
        + " "
        + new String(answer.body(), java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Test
  void tellsWhetherAnArtifactIsThere() throws Exception {
    byte[] small = bytes(1000, 2);
    String path = "/api/blobs/" + ref(small).sha256();
    assertThat(grid.call("HEAD", grid.ann, path, null).statusCode()).isEqualTo(404);
    problem(grid.get(grid.ann, path), 404, ErrorCode.ARTIFACT_NOT_FOUND);
    post(small);
    HttpResponse<String> head = grid.call("HEAD", grid.ann, path, null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(1000);
    assertThat(head.headers().firstValue("ETag")).hasValue("\"" + ref(small).sha256() + "\"");
    problem(grid.get(grid.ann, "/api/blobs/nonsense"), 404, ErrorCode.ARTIFACT_NOT_FOUND);
    ArtifactRef none = TestGateway.read(post(new byte[0]), ArtifactRef.class);
    assertThat(text(fetch(none))).isEqualTo("200 ");
  }

  @Test
  void checksTheDigestThatWasPromised() throws Exception {
    byte[] content = bytes(3_000_000, 3);
    String hex = ref(content).sha256();
    String base64 = Base64.getEncoder().encodeToString(sha256(content));
    String other = "0".repeat(64);
    problem(post(content, "X-Content-SHA256", other), 422, ErrorCode.DIGEST_MISMATCH);
    assertThat(grid.artifacts.find(hex)).isEmpty();
    assertThat(post(content, "X-Content-SHA256", hex).statusCode()).isEqualTo(201);
    assertThat(post(content, "X-Content-SHA256", hex).statusCode()).as("again").isEqualTo(201);
    assertThat(post(content, "Content-Digest", "sha-256=:" + base64 + ":").statusCode())
        .isEqualTo(201);
    problem(post(bytes(10, 4), "Content-Digest", "md5=:abc:"), 400, ErrorCode.INVALID_ARGUMENT);
    problem(post(bytes(10, 4), "X-Content-SHA256", "abc"), 400, ErrorCode.INVALID_ARGUMENT);
  }

  private HttpResponse<String> append(Upload upload, long offset, byte[] bytes) throws Exception {
    String path = "/api/blobs/uploads/" + upload.id() + "?offset=" + offset;
    return grid.send(
        grid.request(grid.ann, path).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
  }

  private Upload begin(ArtifactRef ref) throws Exception {
    HttpResponse<String> answer = grid.call("POST", grid.ann, "/api/blobs/uploads", ref);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return TestGateway.read(answer, Upload.class);
  }

  @Test
  void resumesAnUploadWhereItWas() throws Exception {
    byte[] content = bytes(2_500_000, 5);
    ArtifactRef ref = ref(content);
    Upload upload = begin(ref);
    assertThat(upload.offset()).isZero();
    int chunk = upload.chunkSize();
    HttpResponse<String> first = append(upload, 0, Arrays.copyOf(content, chunk));
    assertThat(Wire.read(first.body(), Upload.class).offset()).isEqualTo(chunk);
    assertThat(begin(ref)).isEqualTo(Wire.read(first.body(), Upload.class));
    problem(append(upload, 0, new byte[chunk]), 409, ErrorCode.CONFLICT);
    Upload done =
        TestGateway.read(
            append(upload, chunk, Arrays.copyOfRange(content, chunk, content.length)),
            Upload.class);
    assertThat(done.isComplete()).isTrue();
    assertThat(Arrays.equals(fetch(ref).body(), content)).isTrue();
    assertThat(begin(ref).isComplete()).as("stored already").isTrue();
    problem(append(upload, 0, content), 404, ErrorCode.NOT_FOUND);
  }

  @Test
  void tellsWhoStillSendsThatItIsRefused() throws Exception {
    byte[] large = bytes(12_000_000, 8);
    for (int i = 0; i < 20; i++) {
      HttpRequest.Builder request =
          grid.request("gm_x_" + "a".repeat(43), "/api/blobs")
              .POST(HttpRequest.BodyPublishers.ofByteArray(large));
      problem(grid.send(request), 401, ErrorCode.UNAUTHENTICATED);
    }
  }

  @Test
  void dropsAnUploadOfOtherContent() throws Exception {
    byte[] content = bytes(100_000, 6);
    Upload upload = begin(ref(content));
    problem(append(upload, 0, bytes(100_000, 7)), 422, ErrorCode.DIGEST_MISMATCH);
    problem(append(upload, 0, content), 404, ErrorCode.NOT_FOUND);
    problem(
        grid.call("POST", grid.ann, "/api/blobs/uploads", "{\"sha256\":\"x\",\"size\":1}"),
        400,
        ErrorCode.INVALID_ARGUMENT);
  }
}
