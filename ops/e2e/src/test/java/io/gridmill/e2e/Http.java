package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain HTTP to a gateway, as a program in any language speaks it.
 *
 * @param key null to send none
 */
record Http(URI base, @Nullable String key) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  Http with(@Nullable String otherKey) {
    return new Http(base, otherKey);
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  Answer post(String path, String json, String... headers)
      throws IOException, InterruptedException {
    return send("POST", path, json, headers);
  }

  /**
   * Sends a request.
   *
   * @param json the body; null for none
   * @param headers further ones: name, value, name, value…
   */
  Answer send(String method, String path, @Nullable String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofMinutes(1));
    if (json == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.method(method, BodyPublishers.ofString(json));
      request.header("Content-Type", "application/json");
    }
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    return new Answer(
        method + " " + path,
        response.statusCode(),
        response.headers(),
        new String(response.body(), UTF_8));
  }

  /** What came back. */
  record Answer(String request, int status, HttpHeaders headers, String body) {
    <T> T as(Class<T> type) {
      return Wire.readOwn(body, type);
    }

    /** The body, which is expected to be a JSON object. */
    Map<?, ?> json() {
      return as(Map.class);
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return request + " -> " + status + " " + body;
    }
  }
}
