package io.gridmill.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.config.Configuration;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.grid.node.GridNode;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.NewKey;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** More comes than there is room for: it is refused, and whatever was taken comes to its end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MIB = 1 << 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<GatewayProcess> gateways = new ArrayList<>();
  private Path dir;
  private Path disk;
  private GridNode node;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    dir = temporary;
    Path memory = Path.of("/dev/shm");
    disk =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "gridmill")
            : Files.createDirectory(temporary.resolve("disk"));
    long least = Files.getFileStore(disk).getUsableSpace() / MIB - 128;
    node =
        GridNode.start(
            Configuration.read(
                List.of(
                    "name=n1",
                    "dir=" + disk.resolve("node"),
                    "exec.commands=true",
                    "cores=4",
                    "memory=2GiB",
                    "data.size=128MiB",
                    "data.free=" + least + "MiB",
                    "metrics.port=-1"),
                NodeConfig.class));
  }

  private String operator() throws IOException {
    return Files.readString(node.keyFile()).strip();
  }

  private URI gateway(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "name=g" + gateways.size(),
                "dir=" + dir.resolve("g" + gateways.size()),
                "http.port=0",
                "join=" + node.discovery()));
    arguments.addAll(List.of(more));
    gateways.add(GatewayProcess.start(Configuration.read(arguments, GatewayConfig.class)));
    return gateways.getLast().url();
  }

  @AfterEach
  void stopGateways() {
    gateways.forEach(GatewayProcess::close);
    gateways.clear();
  }

  @AfterAll
  void stop() throws IOException {
    http.shutdownNow();
    node.close();
    try (Stream<Path> files = Files.walk(disk)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private HttpResponse<String> post(URI gateway, String key, String path, String json)
      throws Exception {
    return post(gateway, key, path, json.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> post(URI gateway, String key, String path, byte[] body)
      throws Exception {
    String type = path.endsWith("batch") ? "application/x-ndjson" : "application/json";
    return http.send(
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private TaskView task(URI gateway, String key, TaskId id) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/api/tasks/" + id))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .build();
    return Wire.read(
        http.send(request, HttpResponse.BodyHandlers.ofString()).body(), TaskView.class);
  }

  private String keyOf(URI gateway, String owner) throws Exception {
    String request = Wire.text(new KeyRequest(owner, Role.CONSUMER));
    return Wire.read(post(gateway, operator(), "/api/keys", request).body(), NewKey.class).key();
  }

  private static String command(String script, String more) {
    return "{\"work\":{\"kind\":\"command\",\"argv\":[\"sh\",\"-c\",\""
        + script
        + "\"]}"
        + more
        + "}";
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited for %s", PATIENCE).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private static boolean isLater(HttpResponse<String> answer, int status) {
    return answer.statusCode() == status && answer.headers().firstValue("Retry-After").isPresent();
  }

  @Test
  void takesNoNewWorkWhileADiskIsFullAndGoesOnByItselfWhenThereIsRoom() throws Exception {
    URI gateway = gateway();
    String ann = keyOf(gateway, "ann");
    Path go = dir.resolve("go");
    String waits = "while [ ! -e " + go + " ]; do sleep 0.1; done";
    HttpResponse<String> first = post(gateway, ann, "/api/tasks", command(waits, ""));
    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    TaskId running = Wire.read(first.body(), TaskView.class).id();
    await(() -> task(gateway, ann, running).status() == TaskStatus.RUNNING);
    Path filler = disk.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 256; i++) {
        out.write(new byte[MIB]);
      }
    }
    String quick = command("true", "");
    await(() -> isLater(post(gateway, ann, "/api/tasks", quick), 507));
    HttpResponse<String> refused = post(gateway, ann, "/api/tasks", quick);
    assertThat(refused.body()).contains("STORAGE_FULL", "n1", "MiB", "make room there");
    assertThat(isLater(post(gateway, ann, "/api/blobs", "some bytes"), 507)).isTrue();
    Files.createFile(go);
    await(() -> task(gateway, ann, running).status() == TaskStatus.SUCCEEDED);
    Files.delete(filler);
    await(() -> post(gateway, ann, "/api/tasks", quick).statusCode() == 201);
  }

  @Test
  void refusesAnAccountMoreThanItMayHaveWaiting() throws Exception {
    URI gateway = gateway("limits.account=20");
    String bob = keyOf(gateway, "bob");
    String nowhere = command("true", ",\"constraint\":\"region == nowhere\"");
    int[] taken = new int[1];
    await(
        () -> {
          HttpResponse<String> answer = post(gateway, bob, "/api/tasks", nowhere);
          taken[0] += answer.statusCode() == 201 ? 1 : 0;
          return isLater(answer, 429) && answer.body().contains("account bob");
        });
    assertThat(taken[0]).isBetween(20, 60);
    String carl = keyOf(gateway, "carl");
    assertThat(post(gateway, carl, "/api/tasks", nowhere).statusCode()).isEqualTo(201);
  }

  @Test
  void outlivesFarMoreThanItTakesAndEndsWhatItTook() throws Exception {
    Path own = dir.resolve("small");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            "io.gridmill.gateway.app.GatewayMain",
            "name=small",
            "dir=" + own,
            "http.port=0",
            "limits.waiting=300",
            "join=" + node.discovery()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("small.log").toFile())
            .start();
    try {
      Path ready = own.resolve("ready.json");
      await(() -> !process.isAlive() || Files.exists(ready));
      assertThat(process.isAlive()).as(log()).isTrue();
      overload(
          URI.create(Wire.read(Files.readString(ready), GatewayMain.Ready.class).url()), process);
    } finally {
      process.destroy();
      Objects.requireNonNull(process.onExit().get());
    }
  }

  private String log() throws IOException {
    return Files.readString(dir.resolve("small.log"));
  }

  /** Some hundred clients at once with bodies of 2 MiB, and some that send what is run. */
  private void overload(URI gateway, Process process) throws Exception {
    String dora = keyOf(gateway, "dora");
    String label = "x".repeat(1000);
    StringBuilder bulk = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      String nowhere = ",\"constraint\":\"region == nowhere\",\"labels\":{\"a\":\"" + label + "\"}";
      bulk.append("{\"spec\":").append(command("true", nowhere)).append("}\n");
    }
    byte[] many = bulk.toString().getBytes(StandardCharsets.UTF_8);
    byte[] one = command("true", "").getBytes(StandardCharsets.UTF_8);
    Set<TaskId> taken = ConcurrentHashMap.newKeySet();
    AtomicInteger later = new AtomicInteger();
    AtomicInteger others = new AtomicInteger();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        boolean large = i % 2 == 0;
        all.add(
            clients.submit(
                () -> {
                  String path = large ? "/api/tasks/batch" : "/api/tasks";
                  byte[] body = large ? many : one;
                  HttpResponse<String> answer = post(gateway, dora, path, body);
                  if (isLater(answer, 429) || isLater(answer, 503)) {
                    later.incrementAndGet();
                  } else if (answer.statusCode() == 201) {
                    taken.add(Wire.read(answer.body(), TaskView.class).id());
                  } else if (answer.statusCode() != 200) {
                    others.incrementAndGet();
                  }
                  return null;
                }));
      }
      for (Future<?> client : all) {
        client.get();
      }
    }
    System.out.printf(
        "overload: %d single tasks taken, %d requests told to come later, %d otherwise%n",
        taken.size(), later.get(), others.get());
    assertThat(process.isAlive()).as(log()).isTrue();
    assertThat(log()).doesNotContain("OutOfMemoryError");
    assertThat(later.get()).isPositive();
    assertThat(others.get()).isZero();
    for (TaskId id : taken) {
      await(() -> task(gateway, dora, id).status() == TaskStatus.SUCCEEDED);
    }
  }
}
