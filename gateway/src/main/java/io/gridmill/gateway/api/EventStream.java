package io.gridmill.gateway.api;

import io.gridmill.gateway.notify.News;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Writes server-sent events of tasks. */
final class EventStream {
  /** How long a stream may be silent, so that neither side takes it for dead. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final OutputStream out;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** Tells that all that happens from now on will be told. */
  void ready() throws IOException {
    text("event: ready\ndata: {}\n\n");
    flush();
  }

  /** Some tasks, as one event. */
  void tasks(List<News> news) throws IOException {
    text("event: tasks\ndata: [");
    for (int i = 0; i < news.size(); i++) {
      if (i > 0) {
        buffer.write(',');
      }
      buffer.writeBytes(news.get(i).json());
    }
    text("]\n\n");
    flush();
  }

  /** One task, whose version is the event's id. */
  void task(News news) {
    text("event: task\nid: " + news.version() + "\ndata: ");
    buffer.writeBytes(news.json());
    text("\n\n");
  }

  /** Sends what was written, or else a sign of life. */
  void flushOrHeartbeat() throws IOException {
    if (buffer.size() == 0) {
      heartbeat();
    } else {
      flush();
    }
  }

  /** A comment, which says no more than that the stream is alive. */
  void heartbeat() throws IOException {
    text(": alive\n\n");
    flush();
  }

  /** The last word to one whose task has not ended. */
  void bye(boolean cut) throws IOException {
    text(
        cut
            ? ": fell too far behind; connect again and read your tasks again\n\n"
            : ": the gateway stops; connect again and read your tasks again\n\n");
    flush();
  }

  private void text(String text) {
    buffer.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends what was written so far. */
  void flush() throws IOException {
    buffer.writeTo(out);
    buffer.reset();
    out.flush();
  }
}
