package io.gridmill.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gridmill.grid.config.Configuration;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.grid.node.GridNode;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.Work;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.NewKey;
import io.gridmill.job.client.Role;
import io.gridmill.job.client.WebhookCall;
import io.gridmill.job.wire.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node and a gateway that joins it as a client: the real grid, in one process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private GridNode node;
  private GatewayProcess gateway;
  private String operator;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    node =
        GridNode.start(
            Configuration.read(
                List.of(
                    "name=n1",
                    "dir=" + dir.resolve("node"),
                    "exec.commands=true",
                    "memory=2GiB",
                    "labels.region=eu",
                    "data.size=128MiB",
                    "metrics.port=-1"),
                NodeConfig.class));
    gateway =
        GatewayProcess.start(
            Configuration.read(
                List.of(
                    "name=g1",
                    "dir=" + dir.resolve("gateway"),
                    "http.port=0",
                    "join=" + node.discovery()),
                GatewayConfig.class));
    operator = Files.readString(node.keyFile()).strip();
  }

  @AfterAll
  void stop() {
    http.shutdownNow();
    gateway.close();
    node.close();
  }

  private HttpResponse<String> call(String key, String method, String path, Object body)
      throws Exception {
    byte[] bytes = body instanceof byte[] raw ? raw : Wire.bytes(body);
    String type = body instanceof byte[] ? "application/x-ndjson" : "application/json";
    return http.send(
        request(key, path)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String key, String path) {
    return HttpRequest.newBuilder(gateway.url().resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + key);
  }

  private String get(String key, String path) throws Exception {
    return http.send(request(key, path).build(), HttpResponse.BodyHandlers.ofString()).body();
  }

  private String keyOf(String owner) throws Exception {
    HttpResponse<String> made =
        call(operator, "POST", "/api/keys", new KeyRequest(owner, Role.CONSUMER));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return Wire.read(made.body(), NewKey.class).key();
  }

  @Test
  void runsACommandAndTellsOfItInEveryWay() throws Exception {
    BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            calls.add(new String(body, StandardCharsets.UTF_8));
          }
        });
    receiver.start();
    try {
      String ann = keyOf("ann");
      Work work =
          new Work.Command(
              List.of("sh", "-c", "echo hello; echo 42 > out.txt"), List.of("out.txt"), null);
      String hook = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
      String spec = "{\"work\":" + Wire.text(work) + ",\"webhooks\":[{\"url\":\"" + hook + "\"}]}";
      HttpResponse<String> made = call(ann, "POST", "/api/tasks", Wire.read(spec, TaskSpec.class));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      TaskId id = Wire.read(made.body(), TaskView.class).id();
      String path = "/api/tasks/" + id;
      String events = get(ann, path + "/events");
      assertThat(events).as("read to its end").contains("\"status\":\"SUCCEEDED\"");
      assertThat(get(ann, path + "/logs?follow=true")).contains("\"text\":\"hello\"");
      assertThat(get(ann, path + "/outputs/out.txt")).isEqualTo("42\n");
      assertThat(get(ann, path + "/result")).contains("\"out.txt\":{\"sha256\"");
      String call = calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(call).isNotNull();
      WebhookCall told = Wire.read(String.valueOf(call), WebhookCall.class);
      assertThat(told.task().id()).isEqualTo(id);
      assertThat(told.task().status()).isEqualTo(TaskStatus.SUCCEEDED);
      assertThat(get(operator, "/api/deliveries?state=dead")).isEqualTo("[]");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void showsTheNode() throws Exception {
    assertThat(get(operator, "/health")).isEqualTo("{\"status\":\"UP\",\"nodes\":1}");
    assertThat(get(operator, "/api/resources"))
        .contains("\"name\":\"n1\"", "\"status\":\"UP\"", "\"region\":\"eu\"", "\"core\"")
        .contains("\"gridmill.exec.commands\":\"true\"");
    assertThat(get(operator, "/api/resources/n1")).contains("\"name\":\"n1\"");
    assertThat(get(operator, "/api/resources/n2")).contains("NOT_FOUND");
  }

  @Test
  void keepsArtifactsOfManyChunks() throws Exception {
    byte[] large = new byte[20_000_000];
    new Random(1).nextBytes(large);
    HttpResponse<String> put =
        http.send(
            request(operator, "/api/blobs")
                .POST(HttpRequest.BodyPublishers.ofByteArray(large))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    ArtifactRef ref = Wire.read(put.body(), ArtifactRef.class);
    HttpResponse<byte[]> part =
        http.send(
            request(operator, "/api/blobs/" + ref.sha256())
                .header("Range", "bytes=5000000-")
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(Arrays.equals(part.body(), Arrays.copyOfRange(large, 5_000_000, large.length)))
        .isTrue();
  }

  @Test
  void takesABatchOnceHoweverOftenItIsSent() throws Exception {
    String bob = keyOf("bob");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      lines.append("{\"key\":\"k").append(i).append("\",\"spec\":{\"priority\":-100,\"work\":");
      lines.append(Wire.text(new Work.Command(List.of("true"), null, null)));
      lines.append(",\"constraint\":\"region == nowhere\"}}\n");
    }
    byte[] batch = lines.toString().getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> first = call(bob, "POST", "/api/tasks/batch", batch);
    HttpResponse<String> second = call(bob, "POST", "/api/tasks/batch", batch);
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body());
    Set<String> ids = first.body().lines().collect(Collectors.toCollection(HashSet::new));
    assertThat(ids).hasSize(2000).allMatch(line -> line.startsWith("{\"id\":"));
    assertThat(get(bob, "/api/tasks?limit=1000")).contains("\"next\":");
  }

  @Test
  void revokesAKeyAtOnce() throws Exception {
    String carl = keyOf("carl");
    assertThat(get(carl, "/api/me")).contains("\"owner\":\"carl\"");
    String id = carl.split("_", -1)[1];
    HttpResponse<String> revoked = call(operator, "DELETE", "/api/keys/" + id, List.of());
    assertThat(revoked.statusCode()).isEqualTo(204);
    assertThat(get(carl, "/api/me")).contains("UNAUTHENTICATED");
  }
}
