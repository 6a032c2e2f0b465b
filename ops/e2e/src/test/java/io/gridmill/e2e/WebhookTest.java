package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gridmill.e2e.jobs.GatedJob;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.WebhookCall;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WebhookTest {
  @RegisterExtension static final Grid GRID = Grid.shared();

  /** A POST as it came. */
  private record Post(String delivery, String timestamp, String signature, String body) {
    WebhookCall call() {
      return Wire.readOwn(body, WebhookCall.class);
    }
  }

  /** A consumer's server, which keeps what comes and answers as it is told. */
  private record Receiver(HttpServer server, BlockingQueue<Post> posts) implements AutoCloseable {
    static Receiver answering(IntSupplier status) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Receiver receiver = new Receiver(server, new LinkedBlockingQueue<>());
      server.createContext("/", exchange -> receiver.receive(exchange, status.getAsInt()));
      server.start();
      return receiver;
    }

    private void receive(HttpExchange exchange, int status) throws IOException {
      var headers = exchange.getRequestHeaders();
      posts.add(
          new Post(
              headers.getFirst("Gridmill-Delivery"),
              headers.getFirst("Gridmill-Timestamp"),
              headers.getFirst("Gridmill-Signature"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tasks");
    }

    Post next() throws InterruptedException {
      Post post = posts.poll(30, TimeUnit.SECONDS);
      assertThat(post).as("a webhook's call within 30 s").isNotNull();
      return post;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void tellsOfTheEndSignedAndAgainUntilItIsHeard()
      throws IOException, InterruptedException, GeneralSecurityException {
    List<Integer> answers = new java.util.concurrent.CopyOnWriteArrayList<>(List.of(500, 204));
    try (Receiver receiver = Receiver.answering(() -> answers.removeFirst())) {
      TaskId id = submit(receiver.uri());

      Post first = receiver.next();
      Post second = receiver.next();

      assertThat(first.call().task().id()).isEqualTo(id);
      assertThat(first.call().task().status()).isEqualTo(TaskStatus.SUCCEEDED);
      assertThat(second.delivery()).isEqualTo(first.delivery()).isEqualTo(first.call().id());
      for (Post post : List.of(first, second)) {
        assertThat(post.signature()).isEqualTo("v1=" + signature(post));
        assertThat(Instant.ofEpochSecond(Long.parseLong(post.timestamp())))
            .isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
      }
    }
  }

  private static org.assertj.core.data.TemporalUnitOffset within(Duration time) {
    return new org.assertj.core.data.TemporalUnitWithinOffset(
        time.toSeconds(), java.time.temporal.ChronoUnit.SECONDS);
  }

  private static TaskId submit(URI webhook) throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      gate.open();
      var job =
          GRID.client().submit(GatedJob.class, gate.key(), options -> options.webhook(webhook));
      job.result();
      return job.id();
    }
  }

  private static String signature(Post post)
      throws IOException, InterruptedException, GeneralSecurityException {
    Http operator = new Http(GRID.url(), GRID.key());
    String secret = String.valueOf(operator.get("/api/me/webhook-secret").json().get("secret"));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    mac.update((post.timestamp() + ".").getBytes(UTF_8));
    return HexFormat.of().formatHex(mac.doFinal(post.body().getBytes(UTF_8)));
  }
}
