package io.gridmill.job.client;

import io.gridmill.job.wire.Wire;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, in a form that can be sent again.
 *
 * @param path path and query, from the gateway's root on
 * @param repeatable whether sending it twice does the same as once
 */
record Call(
    String method, String path, Map<String, String> headers, Content content, boolean repeatable) {

  /** Makes the body anew for every try. */
  @FunctionalInterface
  interface Content {
    BodyPublisher publisher();
  }

  static Call get(String path) {
    return new Call("GET", path, Map.of(), BodyPublishers::noBody, true);
  }

  static Call head(String path) {
    return new Call("HEAD", path, Map.of(), BodyPublishers::noBody, true);
  }

  static Call delete(String path) {
    return new Call("DELETE", path, Map.of(), BodyPublishers::noBody, false);
  }

  static Call json(String method, String path, @Nullable Object body) {
    return bytes(method, path, "application/json", Wire.bytes(body));
  }

  static Call bytes(String method, String path, String type, byte[] body) {
    return stream(method, path, type, () -> BodyPublishers.ofByteArray(body));
  }

  static Call stream(String method, String path, String type, Content content) {
    return new Call(method, path, Map.of("Content-Type", type), content, true);
  }

  Call header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, path, more, content, repeatable);
  }

  /** The same call, but sent only once. */
  Call once() {
    return new Call(method, path, headers, content, false);
  }
}
