package io.gridmill.job.client;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lines of one task's log, over as many connections as that takes. */
final class TaskLog {
  private final Transport transport;
  private final String path;
  private final boolean follow;
  private @Nullable JsonLines connection;
  private long last = -1;
  private int broken;
  private boolean ended;

  TaskLog(Transport transport, String path, boolean follow) {
    this.transport = transport;
    this.path = path;
    this.follow = follow;
  }

  Stream<LogEntry> stream() {
    return JsonLines.lazily(this::next).onClose(this::close);
  }

  private @Nullable LogEntry next() {
    while (!ended) {
      try {
        byte[] line = connected().next();
        if (line == null) {
          ended = true;
          close();
          return null;
        }
        broken = 0;
        LogEntry entry = Wire.readOwn(line, LogEntry.class);
        last = entry.n();
        return entry;
      } catch (IOException e) {
        close();
        transport.pause(Transport.backoff(++broken));
      }
    }
    return null;
  }

  private JsonLines connected() {
    JsonLines current = connection;
    if (current == null) {
      String query = "?follow=" + follow + (last < 0 ? "" : "&after=" + last);
      Call call = Call.get(path + query).header("Accept", "application/x-ndjson");
      current = new JsonLines(transport.open(call));
      connection = current;
    }
    return current;
  }

  private void close() {
    JsonLines current = connection;
    connection = null;
    if (current != null) {
      current.close();
    }
  }
}
