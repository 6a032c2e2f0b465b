package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.client.Problem;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpEdgeTest {
  private TestGateway grid;

  @BeforeAll
  void start() {
    grid = new TestGateway();
  }

  @AfterAll
  void stop() {
    grid.close();
  }

  private static Problem problem(HttpResponse<String> answer, int status, ErrorCode code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    Problem problem = TestGateway.read(answer, Problem.class);
    assertThat(problem.code()).isEqualTo(code);
    return problem;
  }

  @Test
  void refusesPathsMethodsAndTypesThatThereAreNot() throws Exception {
    for (String path : List.of("/", "/api", "/api/nothing", "/api/tasks/x/y/z", "/favicon.ico")) {
      problem(grid.get(grid.ann, path), 404, ErrorCode.NOT_FOUND);
    }
    HttpResponse<String> patch = grid.call("PATCH", grid.ann, "/api/tasks", "{}");
    assertThat(problem(patch, 405, ErrorCode.METHOD_NOT_ALLOWED).detail()).contains("POST", "GET");
    assertThat(patch.headers().firstValue("Allow").orElseThrow()).contains("POST", "GET");
    HttpRequest.Builder xml =
        grid.request(grid.ann, "/api/tasks")
            .header("Content-Type", "text/xml")
            .POST(HttpRequest.BodyPublishers.ofString("<task/>"));
    problem(grid.send(xml), 415, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    HttpRequest.Builder image =
        grid.request(grid.ann, "/api/tasks").setHeader("Accept", "image/png").GET();
    problem(grid.send(image), 406, ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void refusesBodiesThatAreTooLarge() throws Exception {
    String large = "{\"name\":\"" + "x".repeat(WireBody.MAX_BYTES) + "\"}";
    problem(grid.call("POST", grid.ann, "/api/tasks", large), 413, ErrorCode.TOO_LARGE);
    HttpRequest.Builder batch =
        grid.request(grid.ann, "/api/tasks/batch")
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[BatchResource.MAX_BYTES + 1]));
    problem(grid.send(batch), 413, ErrorCode.TOO_LARGE);
  }

  @Test
  void answersProblemsBelowTheResourcesToo() throws Exception {
    HttpRequest.Builder header =
        grid.request(grid.ann, "/api/me").header("X-Large", "x".repeat(20_000));
    assertThat(problem(grid.send(header), 431, ErrorCode.TOO_LARGE).detail()).isNotEmpty();
    assertThat(raw("GET /api/%ZZ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "\"code\":\"INVALID_ARGUMENT\"");
    assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET /api/../health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 ");
  }

  @Test
  void takesABodyThatBreaksOffForNoDefect() throws Exception {
    URI url = grid.gateway.url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String head =
          "POST /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + "Content-Length: 100\r\nAuthorization: Bearer "
              + grid.ann
              + "\r\n\r\n{";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.setSoTimeout((int) TestGateway.PATIENCE.toMillis());
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").contains("the body broke off");
    }
  }

  private String raw(String request) throws Exception {
    URI url = grid.gateway.url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout((int) TestGateway.PATIENCE.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void answersHeadWithTheHeadersOnly() throws Exception {
    for (String path : List.of("/health", "/api/me", "/api/tasks", "/api/events", "/metrics")) {
      HttpResponse<String> answer = grid.call("HEAD", grid.ann, path, null);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void guardsBrowsers() throws Exception {
    for (String path : List.of("/health", "/nothing", "/api/me")) {
      HttpResponse<String> answer = grid.get(grid.ann, path);
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
      assertThat(answer.headers().firstValue("Server")).isEmpty();
    }
  }

  @Test
  void showsNothingOfADefectButItsTrace() throws Exception {
    ProblemMapper mapper = new ProblemMapper(new java.util.Random(1));
    Problem problem = mapper.problem(new IllegalStateException("secret"));
    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.traceId()).matches("[0-9a-f]{16}");
    assertThat(problem.detail()).isEqualTo("the grid failed; report trace id " + problem.traceId());
    Problem coded =
        mapper.problem(new io.gridmill.job.GridException(ErrorCode.NODE_LOST, "internal detail"));
    assertThat(coded.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(coded.toString()).doesNotContain("internal detail");
  }

  @Test
  void countsRequestsByPathTemplate() throws Exception {
    grid.get(grid.ann, "/api/tasks/01h00000000000000000000000");
    grid.get(grid.ann, "/api/nothing");
    String metrics = grid.get(grid.operator, "/metrics").body();
    assertThat(metrics)
        .contains(
            "gridmill_http_requests_total{method=\"GET\",path=\"/api/tasks/{id}\",status=\"404\",}")
        .contains("gridmill_http_requests_total{method=\"GET\",path=\"none\",status=\"404\",}")
        .contains("gridmill_http_request_seconds_bucket{method=\"GET\",path=\"/api/tasks/{id}\"")
        .contains("jvm_memory")
        .contains("gridmill_event_listeners 0.0");
  }

  @Test
  void isDownWithoutACoreNode() throws Exception {
    try (TestGateway lonely = new TestGateway()) {
      assertThat(lonely.get(null, "/health").body()).isEqualTo("{\"status\":\"UP\",\"nodes\":1}");
      lonely.core.close();
      HttpResponse<String> answer = lonely.get(null, "/health");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"status\":\"DOWN\"", "no core node");
    }
  }
}
