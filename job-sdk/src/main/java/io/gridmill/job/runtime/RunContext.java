package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.FileNames;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.run.Checkpoint;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.JobLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one attempt is given, and the handle by which it is cancelled. */
public final class RunContext implements JobContext {
  private final TaskRun run;
  private final RunEvents events;
  private final Supplier<? extends Accelerator> accelerator;
  private final Map<String, Path> outputs = new ConcurrentHashMap<>();
  private final Checkpoint checkpoint = new SavedCheckpoint();
  private final Object threadLock = new Object();
  private @Nullable Thread thread;
  private volatile boolean inItems;
  private volatile boolean cancelled;
  private volatile boolean yielding;
  private volatile boolean resumable;
  private volatile byte @Nullable [] saved;

  /**
   * What this attempt is given.
   *
   * @param accelerator the worker's; asked for when the job asks, and not closed here
   */
  public RunContext(TaskRun run, RunEvents events, Supplier<? extends Accelerator> accelerator) {
    this.run = run;
    this.events = events;
    this.accelerator = accelerator;
    this.saved = run.checkpoint();
  }

  /** Asks the job to stop: sets its flag, and interrupts its thread the first time. */
  public void cancel() {
    synchronized (threadLock) {
      if (!cancelled) {
        cancelled = true;
        if (thread != null) {
          thread.interrupt();
        }
      }
    }
  }

  /**
   * Has the job end where another attempt can go on: at its next checkpoint, or between two items;
   * at once if it has no checkpoints.
   */
  public void makeWay() {
    yielding = true;
    if (!inItems && !resumable) {
      cancel();
    }
  }

  /** Whether the job asked for output files, so that their folder was made. */
  public boolean hasOutputFolder() {
    return !outputs.isEmpty();
  }

  /** The output files that the job asked for and that are there, by name. */
  public Map<String, Path> outputs() {
    Map<String, Path> written = new TreeMap<>(outputs);
    written.values().removeIf(path -> !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    return written;
  }

  /** Marks this thread as the job's, to be interrupted, until the entry is closed. */
  Entry enter(ClassLoader loader) {
    return new Entry(loader);
  }

  void stopIfCancelled() {
    if (cancelled) {
      throw new CancellationException("task " + run.taskId() + " was cancelled");
    }
  }

  /** In items of an array there are neither output files nor checkpoints. */
  void inItems(boolean value) {
    inItems = value;
  }

  @Override
  public TaskId taskId() {
    return run.taskId();
  }

  @Override
  public int attempt() {
    return run.attempt();
  }

  @Override
  public Path input(String name) {
    Path path = run.inputs().get(name);
    if (path == null) {
      throw new GridException(
          ErrorCode.BAD_INPUT,
          "input file \"%s\": missing (the task has: %s)"
              .formatted(name, inputs().isEmpty() ? "none" : String.join(", ", inputs())));
    }
    return path;
  }

  @Override
  public Set<String> inputs() {
    return Collections.unmodifiableSet(new TreeSet<>(run.inputs().keySet()));
  }

  @Override
  public Path output(String name) {
    FileNames.check("output", name);
    refuseInItems("output files");
    return outputs.computeIfAbsent(name, this::inOutputFolder);
  }

  private Path inOutputFolder(String name) {
    try {
      return Files.createDirectories(run.outputFolder()).resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder for output files could not be made: " + e, e);
    }
  }

  @Override
  public Optional<RawJson> rawInput() {
    return Optional.ofNullable(run.input());
  }

  @Override
  public <T> T sharedInput(Class<T> type) {
    return type.cast(Values.decode("input", run.input(), type));
  }

  @Override
  public void progress(long done, long total, @Nullable String note) {
    if (done < 0 || total < 0) {
      throw GridException.invalid("progress", done + " of " + total, ">= 0");
    }
    events.progress(new Progress(done, total, 0, note));
  }

  @Override
  public Checkpoint checkpoint() {
    resumable = true;
    return checkpoint;
  }

  @Override
  public boolean cancelled() {
    return cancelled;
  }

  @Override
  public boolean yielding() {
    return yielding;
  }

  @Override
  public Accelerator accelerator() {
    return accelerator.get();
  }

  @Override
  public JobLog log() {
    return events::log;
  }

  @Override
  public InstantSource clock() {
    return run.clock();
  }

  private void refuseInItems(String what) {
    if (inItems) {
      throw new IllegalStateException(
          what + " in an item of an array (expected: results, which the grid keeps as they come)");
    }
  }

  private final class SavedCheckpoint implements Checkpoint {
    @Override
    public Optional<byte[]> saved() {
      refuseInItems("a checkpoint");
      byte[] state = saved;
      return state == null ? Optional.empty() : Optional.of(state.clone());
    }

    @Override
    public void save(byte[] state) {
      refuseInItems("a checkpoint");
      if (state.length > MAX_BYTES) {
        throw GridException.invalid(
            "checkpoint", state.length + " bytes", "at most " + MAX_BYTES + "; use an output file");
      }
      byte[] copy = state.clone();
      saved = copy;
      events.checkpoint(copy);
      if (yielding) {
        cancel();
        throw new CancellationException("task " + run.taskId() + " makes way for other work");
      }
    }
  }

  /** A stay of a thread in the job's code. */
  final class Entry implements AutoCloseable {
    private final Thread current = Thread.currentThread();
    private final @Nullable ClassLoader before = current.getContextClassLoader();

    private Entry(ClassLoader loader) {
      current.setContextClassLoader(loader);
      synchronized (threadLock) {
        thread = current;
        if (cancelled) {
          current.interrupt();
        }
      }
    }

    @Override
    public void close() {
      synchronized (threadLock) {
        thread = null;
        if (cancelled) {
          Thread.interrupted(); // the runner's thread goes on after the job has stopped
        }
      }
      current.setContextClassLoader(before);
    }
  }
}
