package io.gridmill.job.client;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The changes of one task until its end, over as many connections as that takes. */
final class TaskEvents {
  private final Transport transport;
  private final String path;
  private @Nullable ServerSentEvents connection;
  private long version = -1;
  private int fruitless;
  private boolean ended;

  TaskEvents(Transport transport, String path) {
    this.transport = transport;
    this.path = path;
  }

  Stream<TaskEventView> stream() {
    return JsonLines.lazily(this::next).onClose(this::close);
  }

  private @Nullable TaskEventView next() {
    while (!ended) {
      try {
        TaskEventView event = nextOfConnection();
        if (event != null && event.version() > version) {
          version = event.version();
          ended = event.status().isTerminal();
          if (ended) {
            close();
          }
          return event;
        }
      } catch (IOException broken) {
        // the same as the connection's end: another takes its place
        close();
      }
    }
    return null;
  }

  private @Nullable TaskEventView nextOfConnection() throws IOException {
    ServerSentEvents current = connection;
    if (current == null) {
      if (fruitless++ > 0) {
        transport.pause(Transport.backoff(fruitless));
      }
      Call call = Call.get(path).header("Accept", "text/event-stream");
      current =
          new ServerSentEvents(
              transport.open(version < 0 ? call : call.header("Last-Event-ID", "" + version)));
      connection = current;
    }
    ServerSentEvents.Event event = current.next();
    if (event == null) {
      close();
      return null;
    }
    fruitless = 0;
    return event.data().startsWith("{") ? Wire.readOwn(event.data(), TaskEventView.class) : null;
  }

  private void close() {
    ServerSentEvents current = connection;
    connection = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        throw Problems.broken(transport.base(), Call.get(path), e);
      }
    }
  }
}
