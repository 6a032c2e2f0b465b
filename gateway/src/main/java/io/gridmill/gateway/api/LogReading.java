package io.gridmill.gateway.api;

import io.gridmill.gateway.notify.Listener;
import io.gridmill.gateway.notify.News;
import io.gridmill.gateway.notify.TaskFeed;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.job.client.LogEntry;
import java.io.IOException;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * One reading of a task's log. Lines are numbered in the order in which they are sent, which is by
 * time for those that were there, and as they come for those that follow.
 */
final class LogReading {
  private final TaskLogs logs;
  private final Task task;
  private final long first;
  private final Sink sink;
  private final Set<String> sent = new HashSet<>();
  private long n;

  /** Where lines go. */
  interface Sink {
    void line(LogEntry entry) throws IOException;
  }

  /** Sends on what was written, which may be nothing. */
  interface Flush {
    void now(boolean silent) throws IOException;
  }

  /**
   * @param first the first line that is sent
   */
  LogReading(TaskLogs logs, Task task, long first, Sink sink) {
    this.logs = logs;
    this.task = task;
    this.first = first;
    this.sink = sink;
  }

  /** Sends all lines that are there and were not sent yet. */
  void readAll() throws IOException {
    for (TaskLogs.Chunk chunk : logs.read(task.id())) {
      send(chunk);
    }
  }

  private void send(TaskLogs.Chunk chunk) throws IOException {
    if (!sent.add(chunk.source() + "/" + chunk.lines().getFirst().n())) {
      return;
    }
    for (TaskLogs.Line line : chunk.lines()) {
      if (n >= first) {
        sink.line(new LogEntry(n, chunk.attempt(), line.at(), line.stream(), line.text()));
      }
      n++;
    }
  }

  /** Sends all lines until the task has ended and all of its lines were sent. */
  void follow(TaskFeed feed, BooleanSupplier ended, Flush flush)
      throws IOException, InterruptedException {
    Queue<TaskLogs.Chunk> more = new ConcurrentLinkedQueue<>();
    try (Listener listener = feed.ofTask(task.owner(), task.id());
        Table.Subscription _ =
            logs.follow(
                task.id(),
                chunks -> {
                  more.addAll(chunks);
                  listener.wake();
                })) {
      boolean last = ended.getAsBoolean();
      readAll();
      flush.now(false);
      while (!last && !listener.isEnded()) {
        long before = n;
        last = listener.take(EventStream.HEARTBEAT).stream().anyMatch(News::terminal);
        for (TaskLogs.Chunk chunk = more.poll(); chunk != null; chunk = more.poll()) {
          send(chunk);
        }
        if (last) {
          readAll();
        }
        flush.now(n == before && !last);
      }
    }
  }
}
