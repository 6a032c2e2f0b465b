package io.gridmill.job.testing;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.FileNames;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskId;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.ReducingArrayJob;
import io.gridmill.job.runtime.Items;
import io.gridmill.job.runtime.JobClass;
import io.gridmill.job.runtime.JobFailure;
import io.gridmill.job.runtime.JobRunner;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs in this process, for tests: no grid, no network, no waiting.
 *
 * <p>It checks classes, reads inputs and writes results exactly as a node does, so that a job whose
 * types do not survive JSON fails here, too. What it does not have is a process of the job's own: a
 * job that calls {@code System.exit} ends the tests, and memory and time limits do not apply.
 *
 * {@snippet :
 * @AutoClose
 * final LocalGrid grid = LocalGrid.create();
 *
 * @Test
 * void countsWords() {
 *   grid.input("stop-words.txt", "a an the");
 *   assertThat(grid.run(WordCount.class, new WordCount.Text("the cat"))).isEqualTo(...);
 * }
 * }
 *
 * <p>Settings hold for all tasks that follow. Jobs run on the calling thread. A task that fails
 * throws {@link GridException} with the code that the grid would report; its cause is what the job
 * threw. Used by one thread, except for {@link #cancel} and {@link #clock}.
 */
public final class LocalGrid implements AutoCloseable {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final RandomGenerator random = new SplittableRandom(1);
  private final Map<String, Path> inputs = new TreeMap<>();
  private final Path folder;
  private RetryPolicy retry = RetryPolicy.DEFAULT;
  private Consumer<Progress> onProgress = progress -> {};
  private Supplier<? extends Accelerator> accelerator = this::jvmAccelerator;
  private @Nullable Accelerator jvm;
  private @Nullable RawJson sharedInput;
  private byte @Nullable [] checkpoint;
  private int attempt = 1;
  private int loseAtCheckpoint;
  private volatile @Nullable LocalTask task;

  private LocalGrid(Path folder) {
    this.folder = folder;
  }

  /** A grid with an empty folder of its own, which {@link #close} deletes. */
  public static LocalGrid create() {
    try {
      return new LocalGrid(Files.createTempDirectory("gridmill-"));
    } catch (IOException e) {
      throw noFolder(e);
    }
  }

  /** Gives tasks an input file that is there already. */
  public LocalGrid input(String name, Path file) {
    FileNames.check("input", name);
    if (!Files.isRegularFile(file)) {
      throw GridException.invalid("input " + name, file, "a file");
    }
    inputs.put(name, file);
    return this;
  }

  /** Gives tasks an input file of these bytes. */
  public LocalGrid input(String name, byte[] content) {
    FileNames.check("input", name);
    try {
      Path file = Files.createDirectories(folder.resolve("inputs")).resolve(name);
      return input(name, Files.write(file, content));
    } catch (IOException e) {
      throw noFolder(e);
    }
  }

  /** Gives tasks an input file of this text, in UTF-8. */
  public LocalGrid input(String name, String text) {
    return input(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives array tasks the input that all their items share; default: none. */
  public LocalGrid sharedInput(Object value) {
    sharedInput = json(value);
    return this;
  }

  /**
   * Sets when a failed attempt is followed by another; default {@link RetryPolicy#DEFAULT}. There
   * is no wait: the clock moves by the policy's.
   */
  public LocalGrid retry(RetryPolicy policy) {
    retry = policy;
    return this;
  }

  /** Sets the number of a task's first attempt; default 1. */
  public LocalGrid attempt(int first) {
    attempt = first;
    return this;
  }

  /** Gives tasks a checkpoint to start with, as if an earlier attempt had saved it. */
  public LocalGrid checkpoint(byte[] state) {
    checkpoint = state.clone();
    return this;
  }

  /** As {@link #checkpoint(byte[])}, with what {@code saveJson} would have saved of this value. */
  public LocalGrid checkpointJson(Object state) {
    return checkpoint(Wire.bytes(state));
  }

  /**
   * Loses the node of a task just after it has saved a checkpoint: the attempt ends there, as
   * {@code NODE_LOST}, and another follows if the retry policy has one left.
   *
   * @param checkpoint which one, 1 being the first that a task saves; 0 for none, the default
   */
  public LocalGrid loseNodeAtCheckpoint(int checkpoint) {
    loseAtCheckpoint = checkpoint;
    return this;
  }

  /** Sets who hears of progress, on the thread that tells it; may call {@link #cancel}. */
  public LocalGrid onProgress(Consumer<Progress> listener) {
    onProgress = listener;
    return this;
  }

  /** Gives jobs this accelerator, which the caller closes; default: this JVM's threads. */
  public LocalGrid accelerator(Accelerator given) {
    accelerator = () -> given;
    return this;
  }

  /** The time that jobs see; it starts at 2026-01-01T00:00:00Z and stands still. */
  public SettableClock clock() {
    return clock;
  }

  /** Cancels the job that runs; without one it does nothing. May be called from any thread. */
  public void cancel() {
    LocalTask current = task;
    if (current != null) {
      current.cancel();
    }
  }

  /**
   * Runs a job once.
   *
   * @param input the task's input; null for none
   * @return the result, read back from its JSON; null if the job gave none
   * @throws GridException if the task failed
   * @throws CancellationException if it was cancelled and did not return a result
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // what was written as an O is read back as one
  public <I extends @Nullable Object, O extends @Nullable Object> O run(
      Class<? extends GridJob<I, O>> job, I input) {
    JobClass type = checked(job);
    RawJson json = input == null ? null : json(input);
    RawJson result = newTask(json).run(context -> JobRunner.run(type, context));
    return (O) read(result, type.output());
  }

  /**
   * Runs a job over the numbers from 0 to {@code count - 1}.
   *
   * @return the results of all items, read back from their JSON, with null for those that gave none
   * @throws GridException if any item or the task failed
   * @throws CancellationException if it was cancelled
   */
  public <I extends @Nullable Object, O extends @Nullable Object> List<O> array(
      Class<? extends ArrayJob<I, O>> job, long count) {
    return results(start(checked(job), Items.numbers(), count));
  }

  /** As {@link #array(Class, long)}, over these items, each of which becomes a line of JSON. */
  public <I extends @Nullable Object, O extends @Nullable Object> List<O> array(
      Class<? extends ArrayJob<I, O>> job, List<? extends I> items) {
    return results(start(checked(job), lines(items), items.size()));
  }

  /**
   * Runs a job over the numbers from 0 to {@code count - 1}, and reduces the results.
   *
   * @return the reduced result, read back from its JSON; null if there is none
   * @throws GridException if any item or the task failed
   * @throws CancellationException if it was cancelled
   */
  public <I extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object>
      R reduce(Class<? extends ReducingArrayJob<I, O, R>> job, long count) {
    return reduced(job, Items.numbers(), count);
  }

  /** As {@link #reduce(Class, long)}, over these items, each of which becomes a line of JSON. */
  public <I extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object>
      R reduce(Class<? extends ReducingArrayJob<I, O, R>> job, List<? extends I> items) {
    return reduced(job, lines(items), items.size());
  }

  /**
   * What happened in the last task, also if it failed.
   *
   * @throws IllegalStateException if there was none
   */
  public LocalRun lastRun() {
    LocalTask last = task;
    if (last == null) {
      throw new IllegalStateException("no task has run (expected: one)");
    }
    return last.report();
  }

  /** Deletes the grid's folder, with all inputs and outputs. */
  @Override
  public synchronized void close() {
    if (jvm != null) {
      jvm.close();
      jvm = null;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw noFolder(e);
    }
  }

  private synchronized Accelerator jvmAccelerator() {
    if (jvm == null) {
      jvm = Accelerators.jvm();
    }
    return jvm;
  }

  private static JobClass checked(Class<?> job) {
    try {
      return JobClass.of(job);
    } catch (JobFailure e) {
      throw new GridException(e.failure().code(), e.failure().message());
    }
  }

  private LocalTask newTask(@Nullable RawJson input) {
    TaskId id = TaskId.random(clock, random);
    LocalSettings settings =
        new LocalSettings(
            clock,
            Map.copyOf(inputs),
            retry,
            attempt,
            checkpoint,
            loseAtCheckpoint,
            onProgress,
            accelerator);
    LocalTask created = new LocalTask(settings, id, folder.resolve(id.value()), input);
    task = created;
    return created;
  }

  private LocalArray start(JobClass type, Items items, long count) {
    LocalArray array =
        new LocalArray(newTask(sharedInput), type, items, new ArraySpec(count, null, false));
    array.run();
    return array;
  }

  private Items lines(List<?> items) {
    try {
      Path file = Files.createTempFile(folder, "items-", ".ndjson");
      try (OutputStream out = Files.newOutputStream(file)) {
        for (Object item : items) {
          out.write(Wire.bytes(item));
          out.write('\n');
        }
      }
      return Items.lines(file);
    } catch (IOException e) {
      throw noFolder(e);
    }
  }

  @SuppressWarnings("unchecked") // what was written as an O is read back as one
  private static <O extends @Nullable Object> List<O> results(LocalArray array) {
    return (List<O>) array.results();
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what was written as an R is read back as one
  private <R extends @Nullable Object> R reduced(
      Class<? extends ReducingArrayJob<?, ?, R>> job, Items items, long count) {
    JobClass type = checked(job);
    Type result = type.result();
    if (result == null) {
      throw new IllegalStateException(job.getName() + " was found to be no reducing job");
    }
    return (R) read(start(type, items, count).reduce(), result);
  }

  private static @Nullable Object read(RawJson json, Type type) {
    return Wire.read(json.json().getBytes(StandardCharsets.UTF_8), type);
  }

  private static RawJson json(Object value) {
    return new RawJson(Wire.text(value));
  }

  private static UncheckedIOException noFolder(IOException e) {
    return new UncheckedIOException("the local grid could not use its folder", e);
  }
}
