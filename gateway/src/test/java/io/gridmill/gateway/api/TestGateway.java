package io.gridmill.gateway.api;

import io.gridmill.gateway.app.Gateway;
import io.gridmill.gateway.app.GatewayConfig;
import io.gridmill.gateway.app.Surroundings;
import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A real gateway on a free port over a grid in memory, and what a test needs to play the nodes. */
final class TestGateway implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  final AtomicReference<Instant> skipped = new AtomicReference<>(Instant.EPOCH);
  final InstantSource clock =
      () -> InstantSource.system().instant().plusMillis(skipped.get().toEpochMilli());
  final MemoryGrid grid = new MemoryGrid();
  final MemoryCluster core =
      grid.join("core", Set.of(Member.Role.CORE, Member.Role.PROVIDER), Map.of());
  final MemoryCluster member = grid.join("gateway", Set.of(Member.Role.GATEWAY), Map.of());
  final TaskBoard board = new TaskBoard(grid.tables(), clock);
  final TaskLogs logs = new TaskLogs(grid.tables());
  final Artifacts artifacts = new Artifacts(grid.tables(), clock, new SecureRandom());
  final Deliveries deliveries = new Deliveries(grid.tables(), clock);
  final Accounts accounts = new Accounts(grid.tables(), clock, new SecureRandom());
  final String operator = accounts.bootstrapOperator().orElseThrow();
  final String ann = accounts.issue("ann", Role.CONSUMER).token();
  final String bob = accounts.issue("bob", Role.CONSUMER).token();
  final HttpClient http = HttpClient.newHttpClient();
  final GatewayConfig.Inbox inbox;
  final Gateway gateway;

  TestGateway() {
    this(null, null);
  }

  TestGateway(@Nullable Path inbox, @Nullable String inboxOwner) {
    this.inbox = new GatewayConfig.Inbox(inbox, inboxOwner);
    gateway = restart(0);
  }

  /** Another gateway of the same grid. */
  Gateway restart(int port) {
    GatewayConfig config =
        new GatewayConfig(
            null,
            null,
            null,
            new GatewayConfig.Http(port),
            inbox,
            null,
            null,
            false,
            null,
            null,
            null);
    return Gateway.start(
        config, new Surroundings(grid.tables(), member, clock, Metrics.ofProcess()));
  }

  /** Lets time pass, for all but the network. */
  void passes(Duration time) {
    skipped.updateAndGet(t -> t.plus(time));
  }

  HttpRequest.Builder request(@Nullable String key, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).header("Accept", "*/*");
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  URI uri(String path) {
    return URI.create(gateway.url() + path);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(@Nullable String key, String path)
      throws IOException, InterruptedException {
    return send(request(key, path));
  }

  HttpResponse<String> call(String method, @Nullable String key, String path, @Nullable Object json)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(key, path);
    HttpRequest.BodyPublisher body =
        json == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(
                json instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : Wire.bytes(json));
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    return send(request.method(method, body));
  }

  /** Waits until something holds, by looking again and again. */
  static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited longer than " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  static <T> T read(HttpResponse<String> response, Class<T> type) {
    return Wire.read(response.body(), type);
  }

  @Override
  public void close() {
    http.shutdownNow();
    gateway.close();
    accounts.close();
    board.close();
  }
}
