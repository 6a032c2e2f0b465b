package io.gridmill.job.testing;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.run.JobLog;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.runtime.RunContext;
import io.gridmill.job.runtime.RunEvents;
import io.gridmill.job.runtime.TaskRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task, from its first attempt to its end. */
final class LocalTask implements RunEvents {
  private final LocalSettings settings;
  private final TaskId id;
  private final Path folder;
  private final @Nullable RawJson input;
  private final List<Failure> failures = new ArrayList<>();
  private final List<LogEntry> log = new ArrayList<>();
  private final List<Progress> progress = new ArrayList<>();
  private byte @Nullable [] checkpoint;
  private int saves;
  private int attempt;
  private boolean lost;
  private Map<String, Path> outputs = Map.of();
  private volatile @Nullable RunContext context;

  LocalTask(LocalSettings settings, TaskId id, Path folder, @Nullable RawJson input) {
    this.settings = settings;
    this.id = id;
    this.folder = folder;
    this.input = input;
    this.attempt = settings.attempt();
    this.checkpoint = settings.checkpoint();
  }

  /** What an attempt does. */
  @FunctionalInterface
  interface Body<T> {
    T run(RunContext context) throws JobFailure;
  }

  <T> T run(Body<T> body) {
    while (true) {
      RunContext current = start();
      JobFailure failed;
      try {
        T result = body.run(current);
        if (!isLost()) {
          outputs = current.outputs();
          return result;
        }
        failed = null;
      } catch (JobFailure e) {
        failed = e;
      } finally {
        context = null;
      }
      nextAttempt(failed);
    }
  }

  private RunContext start() {
    synchronized (this) {
      lost = false;
      RunContext started =
          new RunContext(
              new TaskRun(
                  id,
                  attempt,
                  input,
                  settings.inputs(),
                  newFolder("attempt-" + attempt),
                  checkpoint,
                  settings.clock()),
              this,
              settings.accelerator());
      context = started;
      return started;
    }
  }

  private Path newFolder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("the local grid could not use its folder", e);
    }
  }

  /** Goes on to the next attempt, or throws what the task failed with. */
  private synchronized void nextAttempt(@Nullable JobFailure failed) {
    Failure failure =
        lost || failed == null
            ? Failure.of(ErrorCode.NODE_LOST, "the node was lost, as the test asked for")
            : failed.failure();
    failures.add(failure);
    if (!settings.retry().retries(failure.code(), attempt)) {
      String detail = failure.detail() == null ? "" : "\n" + failure.detail();
      throw new GridException(
          failure.code(),
          failure.message() + (failed == null || failed.getCause() != null ? "" : detail),
          failed == null ? null : failed.getCause());
    }
    settings.clock().advance(settings.retry().backoffAfter(attempt));
    attempt++;
  }

  void cancel() {
    RunContext current = context;
    if (current != null) {
      current.cancel();
    }
  }

  synchronized LocalRun report() {
    return new LocalRun(
        attempt - settings.attempt() + 1,
        List.copyOf(failures),
        List.copyOf(log),
        List.copyOf(progress),
        Optional.ofNullable(checkpoint).map(byte[]::clone),
        outputs);
  }

  private synchronized boolean isLost() {
    return lost;
  }

  @Override
  public void progress(Progress told) {
    synchronized (this) {
      if (lost) {
        return;
      }
      progress.add(told);
    }
    settings.onProgress().accept(told);
  }

  @Override
  public synchronized void log(JobLog.Level level, String text) {
    if (!lost) {
      log.add(new LogEntry(settings.clock().instant(), level, text));
    }
  }

  @Override
  public synchronized void checkpoint(byte[] state) {
    if (lost) {
      throw new NodeLost();
    }
    checkpoint = state;
    if (++saves == settings.loseAtCheckpoint()) {
      lost = true;
      throw new NodeLost();
    }
  }

  /** Unwinds a job whose node is gone: an Error, so that jobs that catch exceptions end, too. */
  private static final class NodeLost extends Error {
    private static final long serialVersionUID = 1L;

    NodeLost() {
      super("the node was lost", null, false, false);
    }
  }
}
