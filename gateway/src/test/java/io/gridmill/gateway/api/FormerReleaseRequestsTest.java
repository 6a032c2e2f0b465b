package io.gridmill.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A conversation that a client of the release before had with its gateway is held again with this
 * one: each request has the same status, and all fields that its answer had then. {@code
 * -Dgolden.write=true} writes it down where it is not; else it stays as it is until that release is
 * of no more concern.
 */
class FormerReleaseRequestsTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/io/gridmill/gateway/api/former-requests.ndjson");

  private static final byte[] JAR = "a jar".getBytes(UTF_8);
  private static final String LINES = "application/x-ndjson";
  private static final TaskId TASK = TaskId.derived("ann", "order-1");

  /**
   * A request and its answer.
   *
   * @param key the idempotency key
   * @param type the body's media type
   */
  private record Exchange(
      String method,
      String path,
      @Nullable String key,
      @Nullable String type,
      @Nullable String body,
      int status,
      String answer) {
    static Exchange of(String method, String path) {
      return new Exchange(method, path, null, null, null, 0, "");
    }

    static Exchange json(String method, String path, String body) {
      return new Exchange(method, path, null, "application/json", body, 0, "");
    }

    Exchange withKey(String value) {
      return new Exchange(method, path, value, type, body, status, answer);
    }

    Exchange answered(HttpResponse<String> response) {
      return new Exchange(method, path, key, type, body, response.statusCode(), response.body());
    }
  }

  private static List<Exchange> conversation(ArtifactRef jar) {
    String work = "{\"work\":{\"kind\":\"java\",\"classPath\":[" + Wire.text(jar) + "],";
    String rest = "\"className\":\"a.Job\"},\"labels\":{\"team\":\"blue\"}";
    String spec = work + rest + "}";
    String wrong = work + rest + ",\"priority\":300}";
    String batch =
        "{\"key\":\"k1\",\"spec\":%s}\n{\"key\":\"k2\",\"spec\":%s,\"after\":[\"k1\"]}\n{\"spec\":%s}\n"
            .formatted(spec, spec, wrong);
    String task = "/api/tasks/" + TASK;
    String blob = "/api/blobs/" + jar.sha256();
    return List.of(
        Exchange.of("GET", "/health"),
        Exchange.of("GET", "/api/me"),
        new Exchange("POST", "/api/blobs", null, "application/octet-stream", "a file", 0, ""),
        Exchange.of("HEAD", blob),
        Exchange.of("GET", blob),
        Exchange.json("POST", "/api/blobs/uploads", Wire.text(jar)),
        Exchange.json("POST", "/api/tasks", spec).withKey("order-1"),
        Exchange.json("POST", "/api/tasks", spec).withKey("order-1"),
        Exchange.json("POST", "/api/tasks", wrong),
        new Exchange("POST", "/api/tasks/batch", null, LINES, batch, 0, ""),
        Exchange.of("GET", "/api/tasks?status=QUEUED,WAITING&name=Job&label.team=blue&limit=2"),
        Exchange.json("POST", "/api/tasks/views", "{\"ids\":[\"" + TASK + "\"]}"),
        Exchange.of("GET", task),
        Exchange.of("GET", task + "/logs?after=0"),
        Exchange.of("GET", task + "/result"),
        Exchange.json("PUT", task + "/status", "{\"status\":\"PAUSED\",\"reason\":\"later\"}"),
        Exchange.json("PUT", task + "/status", "{\"status\":\"RUNNING\"}"),
        Exchange.of("DELETE", task),
        Exchange.of("GET", task + "/result"),
        Exchange.of("DELETE", task),
        Exchange.of("GET", task),
        Exchange.of("GET", "/api/resources"),
        Exchange.of("GET", "/api/deliveries?state=DEAD"),
        Exchange.of("GET", "/api/keys"));
  }

  @Test
  void answersAClientOfTheFormerReleaseAsItsGatewayDid() throws Exception {
    try (TestGateway grid = new TestGateway()) {
      ArtifactRef jar = grid.artifacts.put(new ByteArrayInputStream(JAR));
      if (Boolean.getBoolean("golden.write") && !Files.exists(GOLDEN)) {
        write(grid, jar);
        return;
      }
      for (String line : Files.readAllLines(GOLDEN)) {
        Exchange then = Wire.read(line, Exchange.class);
        HttpResponse<String> now = answer(grid, then);
        String where = then.method() + " " + then.path() + " -> " + now.body();
        assertThat(now.statusCode()).as(where).isEqualTo(then.status());
        List<String> before = then.answer().lines().toList();
        List<String> present = now.body().lines().toList();
        assertThat(present).as(where).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
          if (before.get(i).startsWith("{") || before.get(i).startsWith("[")) {
            assertHolds(where, value(present.get(i)), value(before.get(i)));
          }
        }
      }
    }
  }

  private static @Nullable Object value(String json) {
    return Wire.readOwn(json.getBytes(UTF_8), Object.class);
  }

  /** The same fields with values of the same types; there may be more of them. */
  private static void assertHolds(String where, @Nullable Object now, @Nullable Object before) {
    assertThat(type(now)).as(where).isEqualTo(type(before));
    if (before instanceof Map<?, ?> fields) {
      Map<?, ?> present = (Map<?, ?>) Objects.requireNonNull(now);
      fields.forEach((name, value) -> assertHolds(name + " of " + where, present.get(name), value));
    } else if (before instanceof List<?> elements && !elements.isEmpty()) {
      List<?> present = (List<?>) Objects.requireNonNull(now);
      assertThat(present).as(where).hasSameSizeAs(elements);
      for (int i = 0; i < elements.size(); i++) {
        assertHolds(where, present.get(i), elements.get(i));
      }
    }
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> _ -> "object";
      case List<?> _ -> "list";
      case Number _ -> "number";
      default -> value.getClass().getSimpleName();
    };
  }

  private static HttpResponse<String> answer(TestGateway grid, Exchange request)
      throws IOException, InterruptedException {
    HttpRequest.Builder call =
        grid.request(isOperators(request) ? grid.operator : grid.ann, request.path());
    String body = request.body();
    call.method(
        request.method(), body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (request.type() != null) {
      call.header("Content-Type", request.type());
    }
    if (request.key() != null) {
      call.header("Idempotency-Key", request.key());
    }
    return grid.send(call);
  }

  private static boolean isOperators(Exchange request) {
    return request.path().startsWith("/api/keys") || request.path().startsWith("/api/deliveries");
  }

  private static void write(TestGateway grid, ArtifactRef jar)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (Exchange request : conversation(jar)) {
      lines.add(Wire.text(request.answered(answer(grid, request))));
    }
    Files.createDirectories(Objects.requireNonNull(GOLDEN.getParent()));
    Files.write(GOLDEN, lines);
  }
}
