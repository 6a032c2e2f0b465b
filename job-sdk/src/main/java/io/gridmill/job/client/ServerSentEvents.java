package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream of server-sent events, as the HTML standard defines them (section 9.2.6,
 * "Interpreting an event stream"), but for {@code retry} fields, which it skips.
 */
final class ServerSentEvents implements AutoCloseable {
  private final InputStream source;
  private final BufferedReader lines;
  private volatile long heardAt = System.nanoTime();
  private String lastId = "";

  /**
   * One event.
   *
   * @param name its type, {@code message} if it has none
   * @param data its data lines, joined by line feeds
   * @param id the last id that was sent with this or an earlier event; empty if none was
   */
  record Event(String name, String data, String id) {}

  ServerSentEvents(InputStream source) {
    this.source = source;
    this.lines = new BufferedReader(new InputStreamReader(source, UTF_8), 1 << 16);
  }

  /** The next event, as soon as it has come; null at the stream's end. */
  @Nullable Event next() throws IOException {
    String name = "message";
    StringBuilder data = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      heardAt = System.nanoTime();
      if (line.isEmpty()) {
        if (data != null) {
          return new Event(name, data.toString(), lastId);
        }
        name = "message";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      switch (field) {
        case "event" -> name = value(line, colon);
        case "id" -> lastId = value(line, colon);
        case "data" -> data = joined(data, value(line, colon));
        default -> {
          // a comment (no field name), or a field of a newer grid
        }
      }
    }
    return null;
  }

  private static String value(String line, int colon) {
    if (colon < 0) {
      return "";
    }
    return line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
  }

  private static StringBuilder joined(@Nullable StringBuilder data, String line) {
    return data == null ? new StringBuilder(line) : data.append('\n').append(line);
  }

  /** When a line came last, by {@link System#nanoTime}; the stream's start before the first. */
  long heardAt() {
    return heardAt;
  }

  /** Ends the stream; a thread that waits in {@link #next} gets its end or an error. */
  @Override
  public void close() throws IOException {
    source.close();
  }
}
