package io.gridmill.gateway.notify;

import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.delivery.Delivery;
import io.gridmill.grid.delivery.Settlement;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Calls webhooks: one signed POST, no redirects, and not longer than a delivery's lease. */
public final class WebhookCaller implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final String HMAC = "HmacSHA256";

  private final Accounts accounts;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  public WebhookCaller(Accounts accounts, InstantSource clock) {
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Tries a delivery, and tells how that ended. */
  Settlement call(Delivery delivery) throws InterruptedException {
    byte[] body = Wire.bytes(delivery.call());
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    String secret = accounts.webhookSecret(delivery.owner());
    HttpRequest request =
        HttpRequest.newBuilder(delivery.url())
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header("User-Agent", "gridmill")
            .header("Gridmill-Delivery", delivery.id())
            .header("Gridmill-Timestamp", timestamp)
            .header("Gridmill-Signature", "v1=" + sign(secret, timestamp, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status / 100 == 2
          ? Settlement.delivered(delivery)
          : Settlement.failed(delivery, "HTTP " + status);
    } catch (IOException e) {
      return Settlement.failed(delivery, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** The signature's hexadecimal digits: HMAC-SHA256 over timestamp, a dot and the body. */
  static String sign(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), HMAC));
      mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
