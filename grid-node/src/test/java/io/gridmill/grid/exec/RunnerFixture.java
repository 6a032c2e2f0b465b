package io.gridmill.grid.exec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.artifact.LocalCache;
import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A task runner over tables in memory, with a hand in the scheduler's place. */
final class RunnerFixture implements AutoCloseable {
  static final String OWNER = "ann";
  private static final String NODE = "node-1";

  final InstantSource clock = InstantSource.system();
  final MemoryTables tables = new MemoryTables();
  final TaskBoard board = new TaskBoard(tables, clock);
  final TaskLogs logs = new TaskLogs(tables);
  final Metrics metrics = new Metrics();
  final Random random = new Random(42);
  final Artifacts artifacts = new Artifacts(tables, clock, random);
  final TaskRunner runner;
  final ArtifactRef jar;

  RunnerFixture(Path folder) throws IOException {
    this(folder, 2);
  }

  RunnerFixture(Path folder, int cores) throws IOException {
    this(config(folder, cores));
  }

  RunnerFixture(RunnerConfig config) throws IOException {
    Path cached = config.dir().resolveSibling("cache");
    LocalCache cache = new LocalCache(artifacts, cached, 1L << 30, clock);
    runner = new TaskRunner(config, new RunnerParts(board, logs, artifacts, cache, clock, metrics));
    jar = artifacts.put(new ByteArrayInputStream(jar()));
  }

  static RunnerConfig config(Path folder, int cores) {
    return new RunnerConfig(
        folder.resolve("exec"),
        NODE,
        cores,
        ByteSize.ofMiB(2048),
        ByteSize.ofMiB(1024),
        ByteSize.ofMiB(16),
        true,
        Duration.ofMinutes(1),
        List.of());
  }

  private static byte[] jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, Jobs.class);
      for (Class<?> job : Jobs.class.getDeclaredClasses()) {
        add(zip, job);
      }
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      in.transferTo(zip);
    }
  }

  TaskSpec spec(Class<?> job, @Nullable String input) {
    TaskSpec spec = TaskSpec.java(job.getName(), jar);
    return input == null ? spec : Specs.withInput(spec, new RawJson(input));
  }

  /** Submits a task. */
  TaskId submit(TaskSpec spec) {
    TaskId id = TaskId.random(clock, random);
    board.submit(new NewTask(id, OWNER, spec));
    return id;
  }

  /** Submits a task and gives it to the runner. */
  TaskId run(TaskSpec spec) {
    TaskId id = submit(spec);
    assign(id);
    return id;
  }

  Orders.Refused assign(TaskId id) {
    return runner.run(new Orders.Run(List.of(order(id))));
  }

  /** Tells the board of the next attempt; makes the order for it. */
  Orders.Order order(TaskId id) {
    Task task = board.get(id).orElseThrow();
    int attempt = task.attempts() + 1;
    assertThat(board.apply(id, new TaskEvent.Assign(attempt, NODE, NODE)).refusal()).isNull();
    Orders.Part part = task.array() == null ? Orders.Part.ONCE : Orders.Part.REDUCE;
    return new Orders.Order(id, OWNER, task.spec(), part, attempt, null, task.checkpoint());
  }

  /** Leases items to the runner. */
  void lease(TaskId id, long from, long to) {
    Task task = board.get(id).orElseThrow();
    long next = requireNonNull(task.array()).nextLease();
    Lease lease = new Lease(next, from, to, NODE, NODE, clock.instant());
    assertThat(board.apply(id, new TaskEvent.LeaseRanges(List.of(lease))).refusal()).isNull();
    var order =
        new Orders.Order(id, OWNER, task.spec(), Orders.Part.ITEMS, task.attempts(), lease, null);
    assertThat(runner.run(new Orders.Run(List.of(order))).refusals()).isEmpty();
  }

  static RunnerFixture of(Path folder, int cores) {
    try {
      return new RunnerFixture(folder, cores);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void signal(TaskId id, int attempt, Effect.Action action) {
    signal(id, attempt, null, action);
  }

  void signal(TaskId id, int attempt, @Nullable Long lease, Effect.Action action) {
    var order = new Orders.SignalOrder(new Effect.Held(id, attempt, lease), action);
    runner.signal(new Orders.Signals(List.of(order)));
  }

  /** The only worker there is. */
  ProcessHandle worker() {
    List<ProcessHandle> workers =
        ProcessHandle.current()
            .children()
            .filter(p -> p.info().commandLine().orElse("").contains("WorkerMain"))
            .filter(ProcessHandle::isAlive)
            .toList();
    assertThat(workers).hasSize(1);
    return workers.getFirst();
  }

  TaskResult result(TaskId id) {
    Task task = awaitEnd(id);
    assertThat(task.status()).as("%s", task.state()).isEqualTo(TaskStatus.SUCCEEDED);
    return ((TaskState.Succeeded) task.state()).result();
  }

  static Failure failure(Task task) {
    assertThat(task.state()).isInstanceOf(TaskState.Failed.class);
    return ((TaskState.Failed) task.state()).failure();
  }

  static Failure lastFailure(Task task) {
    return requireNonNull(task.lastFailure());
  }

  /** Waits for the end of a task; gives it to the runner again if it was handed back. */
  Task awaitEnd(TaskId id) {
    Predicate<Task> ended = task -> task.status().isTerminal();
    Predicate<Task> handedBack =
        task ->
            task.state() instanceof TaskState.Queued
                && task.handedBack() > 0
                && task.handedBack() == task.attempts();
    Task task = await(id, ended.or(handedBack));
    while (handedBack.test(task)) {
      assign(id);
      task = await(id, ended.or(handedBack));
    }
    return task;
  }

  Task await(TaskId id, Predicate<Task> condition) {
    Task[] last = new Task[1];
    await(
        () -> {
          last[0] = board.get(id).orElseThrow();
          return condition.test(last[0]);
        },
        "task " + id);
    return last[0];
  }

  void awaitNothingHeld() {
    await(() -> runner.held().held().isEmpty(), "nothing is held");
  }

  void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited in vain for: " + what + "; " + runner.load() + " " + runner.held());
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  List<TaskLogs.Line> lines(TaskId id) {
    return logs.read(id).stream().flatMap(chunk -> chunk.lines().stream()).toList();
  }

  @Override
  public void close() {
    runner.close();
    board.close();
  }
}
