package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gridmill.grid.delivery.Delivery;
import io.gridmill.grid.delivery.NewDelivery;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.DeliveryView;
import io.gridmill.job.client.DeliveryView.State;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.client.WebhookCall;
import io.gridmill.job.client.WebhookSecret;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private static final TaskId TASK = TaskId.derived("ann", "one");

  private final TestGateway grid = new TestGateway();
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private HttpServer receiver;

  /** A call that the receiver got. */
  record Call(Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  @BeforeEach
  void listen() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/hook", this::receive);
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    grid.close();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Integer status = answers.poll();
      exchange.sendResponseHeaders(status == null ? 204 : status, -1);
      calls.add(new Call(Map.copyOf(exchange.getRequestHeaders()), body));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private URI hook() {
    return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?a=b");
  }

  private NewDelivery owed(long version, URI url) {
    TaskEventView event =
        new TaskEventView(
            TASK, version, TaskStatus.SUCCEEDED, 1, null, new RawJson("7"), null, null, null);
    return new NewDelivery("ann", event, 0, url, grid.clock.instant());
  }

  private Call call() throws Exception {
    Call call = calls.poll(TestGateway.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(call).as("a call").isNotNull();
    return call;
  }

  private Delivery delivery(long version) {
    return grid.deliveries.get(TASK + "-" + version + "-0").orElseThrow();
  }

  @Test
  void signsWhatItTells() throws Exception {
    NewDelivery owed = owed(5, hook());
    grid.deliveries.owe(List.of(owed));
    Call call = call();
    assertThat(Wire.read(call.body(), WebhookCall.class))
        .isEqualTo(new WebhookCall(owed.id(), owed.event(), owed.at()));
    assertThat(call.header("Gridmill-delivery")).isEqualTo(owed.id());
    String timestamp = call.header("Gridmill-timestamp");
    assertThat(Long.parseLong(timestamp))
        .isBetween(owed.at().getEpochSecond(), owed.at().getEpochSecond() + 60);
    WebhookSecret secret =
        TestGateway.read(grid.get(grid.ann, "/api/me/webhook-secret"), WebhookSecret.class);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.secret().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    byte[] signed = mac.doFinal((timestamp + "." + call.body()).getBytes(StandardCharsets.UTF_8));
    assertThat(call.header("Gridmill-signature"))
        .isEqualTo("v1=" + HexFormat.of().formatHex(signed));
    TestGateway.await(() -> delivery(5).state() == State.DELIVERED);
    assertThat(calls).isEmpty();
  }

  @Test
  void triesAgainLaterUntilItArrives() throws Exception {
    answers.addAll(List.of(500, 302));
    grid.deliveries.owe(List.of(owed(5, hook())));
    call();
    TestGateway.await(() -> delivery(5).lastError() != null);
    assertThat(delivery(5).lastError()).isEqualTo("HTTP 500");
    grid.passes(Duration.ofSeconds(1));
    call();
    TestGateway.await(() -> "HTTP 302".equals(delivery(5).lastError()));
    assertThat(delivery(5).tries()).isEqualTo(2);
    grid.passes(Duration.ofSeconds(2));
    String first = call().header("Gridmill-delivery");
    assertThat(first).isEqualTo(delivery(5).id());
    TestGateway.await(() -> delivery(5).state() == State.DELIVERED);
  }

  @Test
  void givesUpAfterTwelveTriesAndStartsAnewOnRequest() throws Exception {
    answers.addAll(IntStream.rangeClosed(1, Delivery.MAX_TRIES).mapToObj(i -> 500 + i).toList());
    grid.deliveries.owe(List.of(owed(5, hook())));
    for (int i = 1; i <= Delivery.MAX_TRIES; i++) {
      call();
      String error = "HTTP " + (500 + i);
      TestGateway.await(() -> error.equals(delivery(5).lastError()));
      grid.passes(Duration.ofHours(1));
    }
    HttpResponse<String> dead = grid.get(grid.operator, "/api/deliveries?state=dead");
    DeliveryView view = Wire.read(dead.body(), DeliveryView[].class)[0];
    assertThat(view.tries()).isEqualTo(12);
    assertThat(view.lastError()).isEqualTo("HTTP 512");
    assertThat(view.state()).isEqualTo(State.DEAD);
    assertThat(view.nextAt()).isNull();
    assertThat(grid.get(grid.operator, "/api/deliveries?state=pending").body()).isEqualTo("[]");
    assertThat(grid.get(grid.operator, "/api/deliveries?state=lost").statusCode()).isEqualTo(400);

    String retry = "/api/deliveries/" + view.id() + "/retry";
    assertThat(grid.call("POST", grid.operator, retry, null).statusCode()).isEqualTo(200);
    call();
    TestGateway.await(() -> delivery(5).state() == State.DELIVERED);
    HttpResponse<String> again = grid.call("POST", grid.operator, retry, null);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains(ErrorCode.CONFLICT.name(), "is DELIVERED (expected: DEAD)");
    String unknown = "/api/deliveries/unknown/retry";
    assertThat(grid.call("POST", grid.operator, unknown, null).statusCode()).isEqualTo(404);
  }

  @Test
  void notesThatNobodyListens() throws Exception {
    URI nobody = hook();
    receiver.stop(0);
    grid.deliveries.owe(List.of(owed(5, nobody)));
    TestGateway.await(() -> delivery(5).lastError() != null);
    assertThat(delivery(5).lastError()).startsWith("ConnectException");
    assertThat(delivery(5).state()).isEqualTo(State.PENDING);
  }

  @Test
  void deliversManyOnceEach() throws Exception {
    grid.deliveries.owe(IntStream.range(0, 1000).mapToObj(i -> owed(i, hook())).toList());
    for (int i = 0; i < 1000; i++) {
      call();
    }
    TestGateway.await(() -> grid.deliveries.in(State.DELIVERED, 2000).size() == 1000);
    assertThat(calls).isEmpty();
  }
}
