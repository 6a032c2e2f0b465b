package io.gridmill.grid.exec;

import io.gridmill.grid.task.TaskLogs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the lines that tasks write to the task logs, many at a time: a tenth of a second after the
 * first, when some hundred have gathered, or when a task has ended whose last lines are among them.
 */
final class LogShipper implements AutoCloseable {
  private static final long GATHER_MILLIS = 100;
  private static final int MANY_LINES = 500;
  private static final int CHUNK_LINES = 500;
  private static final int CHUNK_CHARS = 256 << 10;

  /** Writers wait while more than this is on its way. */
  private static final long MOST_WAITING = 8 << 20;

  private static final int TRIES = 5;
  private static final CompletableFuture<Void> KEPT = CompletableFuture.completedFuture(null);
  private static final Logger log = LoggerFactory.getLogger(LogShipper.class);

  private final TaskLogs logs;
  private final InstantSource clock;
  private final long limit;
  private final Thread thread;
  private final Set<TaskOutput> outputs = new LinkedHashSet<>();
  private List<CompletableFuture<Void>> askers = new ArrayList<>();
  private int lines;
  private long chars;
  private boolean closed;

  /**
   * @param limit the most characters that one attempt may write
   */
  LogShipper(TaskLogs logs, InstantSource clock, long limit) {
    this.logs = logs;
    this.clock = clock;
    this.limit = limit;
    this.thread = Thread.ofPlatform().daemon().name("task-logs").start(this::work);
  }

  /**
   * Takes a line; waits while too many are on their way.
   *
   * @return false if the task has written more than it may, told once; later lines are dropped
   */
  synchronized boolean add(TaskOutput output, String stream, String text) {
    output.remember(text);
    if (output.full) {
      return true;
    }
    if (output.bytes + text.length() > limit) {
      output.full = true;
      return false;
    }
    while (chars > MOST_WAITING && !closed) {
      awaitQuietly(0);
    }
    output.bytes += text.length() + 1;
    output.waiting.add(new TaskLogs.Line(output.nextLine++, clock.instant(), stream, text));
    output.unkept++;
    chars += text.length() + 1;
    lines++;
    outputs.add(output);
    if (lines == 1 || lines == MANY_LINES) {
      notifyAll();
    }
    return true;
  }

  /** Is done when all lines that have been taken of this output are kept. */
  synchronized CompletableFuture<Void> kept(TaskOutput output) {
    if (output.unkept == 0 || closed) {
      return KEPT;
    }
    CompletableFuture<Void> kept = new CompletableFuture<>();
    askers.add(kept);
    notifyAll();
    return kept;
  }

  /** The last lines of an output; null if there are none. */
  synchronized @Nullable String tail(TaskOutput output) {
    return output.tail();
  }

  @SuppressWarnings("WaitNotInLoop") // all callers loop
  private void awaitQuietly(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      closed = true; // only done to the threads of a runner that is closed
    }
  }

  /** Lines that were taken from an output to be kept. */
  private record Taken(TaskOutput output, List<TaskLogs.Line> lines) {}

  private void work() {
    while (gather()) {
      List<Taken> batch;
      List<CompletableFuture<Void>> waiters;
      synchronized (this) {
        batch = take();
        waiters = askers;
        askers = new ArrayList<>();
      }
      keep(batch.stream().flatMap(taken -> chunks(taken).stream()).toList());
      settle(batch);
      waiters.forEach(waiter -> waiter.complete(null));
    }
  }

  private List<Taken> take() {
    List<Taken> batch = new ArrayList<>(outputs.size());
    for (TaskOutput output : outputs) {
      batch.add(new Taken(output, output.waiting));
      output.waiting = new ArrayList<>(0);
    }
    outputs.clear();
    lines = 0;
    return batch;
  }

  private synchronized void settle(List<Taken> batch) {
    for (Taken taken : batch) {
      taken.output().unkept -= taken.lines().size();
      for (TaskLogs.Line line : taken.lines()) {
        chars -= line.text().length() + 1;
      }
    }
    notifyAll();
  }

  /** Waits for lines worth keeping; false once closed and all is kept. */
  private synchronized boolean gather() {
    while (outputs.isEmpty() && !closed && askers.isEmpty()) {
      awaitQuietly(0);
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS);
    while (lines < MANY_LINES && askers.isEmpty() && !closed) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        break;
      }
      awaitQuietly(left);
    }
    return !outputs.isEmpty() || !askers.isEmpty() || !closed;
  }

  private static List<TaskLogs.Chunk> chunks(Taken taken) {
    List<TaskLogs.Chunk> chunks = new ArrayList<>();
    int from = 0;
    int length = 0;
    for (int i = 0; i < taken.lines().size(); i++) {
      length += taken.lines().get(i).text().length();
      if (i + 1 == taken.lines().size() || i + 1 - from == CHUNK_LINES || length > CHUNK_CHARS) {
        TaskOutput output = taken.output();
        List<TaskLogs.Line> lines = taken.lines().subList(from, i + 1);
        chunks.add(new TaskLogs.Chunk(output.task, output.attempt, output.source, lines));
        from = i + 1;
        length = 0;
      }
    }
    return chunks;
  }

  private void keep(List<TaskLogs.Chunk> chunks) {
    for (int tries = 1; !chunks.isEmpty(); tries++) {
      try {
        logs.append(chunks);
        return;
      } catch (RuntimeException e) {
        if (tries == TRIES) {
          log.warn("{} chunks of task logs could not be kept; dropped", chunks.size(), e);
          return;
        }
        log.warn("{} chunks of task logs could not be kept; trying again", chunks.size(), e);
        pause(GATHER_MILLIS << tries);
      }
    }
  }

  private synchronized void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!closed && System.nanoTime() < end) {
      awaitQuietly(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) + 1);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
