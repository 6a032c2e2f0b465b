package io.gridmill.job.client;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskView;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.ReducingArrayJob;
import io.gridmill.job.runtime.JobClass;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a grid, by way of a gateway. Made by {@link #connect}; may be used from any
 * thread; to be closed.
 *
 * <p>Nothing is sent before the first call. Calls block, on virtual threads cheaply. A submission
 * carries an idempotency key, so that it is repeated safely after a lost connection; how patiently
 * is in {@link ClientOptions}. All handles share one stream of events, over which they hear of
 * their tasks' ends; it is opened at the first submission or wait and comes back after a lost
 * connection.
 *
 * <p>All errors are {@link GridException}s with the code of the grid; {@code UNAVAILABLE} where
 * none answers.
 */
public final class GridClient implements AutoCloseable {
  /** Where a gateway listens if it is not told otherwise. */
  public static final URI DEFAULT_URI = URI.create("http://127.0.0.1:8470");

  private static final int BATCH_BYTES = 4 << 20;
  private static final int BATCH_LINES = 2000;

  private final Transport transport;
  private final EventWatch watch;
  private final Artifacts artifacts;
  private final JobSubmission jobs;

  private GridClient(Transport transport) {
    this.transport = transport;
    this.watch = new EventWatch(transport);
    this.artifacts = new Artifacts(transport);
    this.jobs = new JobSubmission(this, artifacts);
  }

  /**
   * A client of the grid that the environment names, else of the one that {@code gridmill up} has
   * started on this machine, see {@link GridAddress#find}. The key is {@link
   * Credentials#environment()}'s, else this machine's operator's.
   */
  public static GridClient connect() {
    GridAddress grid = GridAddress.find(System.getenv());
    Optional<Credentials> key = Credentials.environment();
    if (key.isEmpty() && grid.keyFile() != null) {
      key = Optional.of(Credentials.file(grid.keyFile()));
    }
    return connect(grid.url(), key.orElse(null), ClientOptions.DEFAULT);
  }

  /** A client with the default options. */
  public static GridClient connect(URI gateway, Credentials credentials) {
    return connect(gateway, credentials, ClientOptions.DEFAULT);
  }

  /**
   * A client.
   *
   * @param gateway such as {@code http://127.0.0.1:8470}; http or https, a path before {@code /api}
   *     is allowed
   * @param credentials null only for what needs none: the grid's health
   */
  public static GridClient connect(
      URI gateway, @Nullable Credentials credentials, ClientOptions options) {
    String scheme = gateway.getScheme();
    if (gateway.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw GridException.invalid("url", gateway, "http://host:port or https://host:port");
    }
    String text = gateway.toString();
    URI base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    return new GridClient(new Transport(base, credentials, options));
  }

  /** The gateway's address. */
  public URI uri() {
    return transport.base();
  }

  /** Whether the grid takes work. */
  public Health health() {
    return Wire.readOwn(transport.bytesOfAnyStatus(Call.get("/health")), Health.class);
  }

  /** Who the caller is to the grid. */
  public Me me() {
    return transport.read(Call.get("/api/me"), Me.class);
  }

  /** Hands a task to the grid. */
  public TaskHandle submit(TaskSpec spec) {
    return submit(spec, UUID.randomUUID().toString());
  }

  /**
   * Hands a task to the grid, unless it was before.
   *
   * @param idempotencyKey 1 to 200 visible ASCII characters: the same key with the same spec again
   *     gives the same task
   * @throws GridException with {@code IDEMPOTENCY_MISMATCH} for the same key with another spec
   */
  public TaskHandle submit(TaskSpec spec, String idempotencyKey) {
    if (!idempotencyKey.matches("[\\x21-\\x7e]{1,200}")) {
      throw GridException.invalid(
          "idempotencyKey", idempotencyKey, "1 to 200 visible ASCII characters");
    }
    EventWatch.Awaited expected = expect(idempotencyKey);
    Call call = Call.json("POST", "/api/tasks", spec).header("Idempotency-Key", idempotencyKey);
    TaskView task;
    try {
      task = transport.read(call, TaskView.class);
    } catch (GridException e) {
      watch.forget(expected);
      throw e;
    }
    TaskHandle handle = submitted(task.id(), expected);
    watch.saw(TaskEventView.of(task));
    return handle;
  }

  /** As {@link #submit(Class, Object, Consumer)}, with all options at their defaults. */
  public <I extends @Nullable Object, O extends @Nullable Object> JobHandle<O> submit(
      Class<? extends GridJob<I, O>> job, I input) {
    return submit(job, input, options -> {});
  }

  /**
   * Hands a job to the grid. Brings along the jar or directory that its class was loaded from;
   * further libraries are named by {@link TaskOptions#jar}.
   *
   * @param input null where {@code I} is {@link Void}
   * @throws GridException with {@code BAD_JOB_CLASS} if the class is no job that the grid can make
   */
  public <I extends @Nullable Object, O extends @Nullable Object> JobHandle<O> submit(
      Class<? extends GridJob<I, O>> job, I input, Consumer<TaskOptions> options) {
    JobClass type = JobSubmission.check(job);
    return new JobHandle<>(jobs.submit(type, input, null, options), type.output());
  }

  /** Hands a job over the numbers from 0 to {@code count - 1} to the grid. */
  public <I extends @Nullable Object, O extends @Nullable Object> ArrayHandle<O> submitArray(
      Class<? extends ArrayJob<I, O>> job, long count, Consumer<TaskOptions> options) {
    JobClass type = JobSubmission.check(job);
    ArraySpec array = new ArraySpec(count, null, false);
    return new ArrayHandle<>(jobs.submit(type, null, array, options), type.output());
  }

  /** Hands a job over these items to the grid. */
  public <I extends @Nullable Object, O extends @Nullable Object> ArrayHandle<O> submitArray(
      Class<? extends ArrayJob<I, O>> job, List<I> items, Consumer<TaskOptions> options) {
    JobClass type = JobSubmission.check(job);
    ArraySpec array = jobs.items(items, false);
    return new ArrayHandle<>(jobs.submit(type, null, array, options), type.output());
  }

  /** As {@link #submitArray(Class, long, Consumer)}, for a job that reduces to one result. */
  public <I extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object>
      JobHandle<R> submitReducing(
          Class<? extends ReducingArrayJob<I, O, R>> job,
          long count,
          Consumer<TaskOptions> options) {
    JobClass type = JobSubmission.check(job);
    return new JobHandle<>(
        jobs.submit(type, null, new ArraySpec(count, null, true), options),
        Objects.requireNonNull(type.result()));
  }

  /** As {@link #submitArray(Class, List, Consumer)}, for a job that reduces to one result. */
  public <I extends @Nullable Object, O extends @Nullable Object, R extends @Nullable Object>
      JobHandle<R> submitReducing(
          Class<? extends ReducingArrayJob<I, O, R>> job,
          List<I> items,
          Consumer<TaskOptions> options) {
    JobClass type = JobSubmission.check(job);
    return new JobHandle<>(
        jobs.submit(type, null, jobs.items(items, true), options),
        Objects.requireNonNull(type.result()));
  }

  /**
   * Hands many tasks to the grid, thousands a request.
   *
   * @return what became of each, in the same order; a refusal does not stop the others
   * @throws GridException if a whole request failed: then some tasks may have been accepted
   */
  public List<Submitted> submitAll(List<TaskSpec> specs) {
    List<Submitted> results = new ArrayList<>(specs.size());
    BatchBody body = new BatchBody();
    List<EventWatch.@Nullable Awaited> batch = new ArrayList<>();
    for (TaskSpec spec : specs) {
      String key = UUID.randomUUID().toString();
      batch.add(expect(key));
      body.add(key, spec);
      if (batch.size() == BATCH_LINES || body.size() >= BATCH_BYTES) {
        results.addAll(send(body.take(), batch));
      }
    }
    if (!batch.isEmpty()) {
      results.addAll(send(body.take(), batch));
    }
    return List.copyOf(results);
  }

  /**
   * Hands tasks to the grid that depend on each other, by their keys: all of them, in an order in
   * which each comes after those that it depends on.
   *
   * @param lines the tasks; each has a key that its owner has not used for another task
   * @return what became of each, in the order of the lines
   * @throws GridException that names the cycle, if tasks wait for each other in one
   */
  public List<Submitted> submitGraph(List<BatchLine> lines) {
    String owner = me().owner();
    TaskGraph graph = new TaskGraph(lines, key -> TaskId.derived(owner, key));
    graph.requireNoCycle();
    @Nullable Submitted[] answers = new Submitted[lines.size()];
    List<Integer> order = graph.order();
    int answered = 0;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    List<EventWatch.@Nullable Awaited> batch = new ArrayList<>();
    for (int next = 0; next < order.size(); next++) {
      BatchLine line = lines.get(order.get(next));
      if (line.key() == null) {
        throw GridException.invalid("key", null, "a key for each task of a graph");
      }
      batch.add(expect(line.key()));
      body.writeBytes(Wire.bytes(line));
      body.write('\n');
      if (batch.size() == BATCH_LINES || body.size() >= BATCH_BYTES || next == order.size() - 1) {
        for (Submitted one : send(body.toByteArray(), batch)) {
          answers[order.get(answered++)] = one;
        }
        body.reset();
      }
    }
    return Arrays.stream(answers).map(Objects::requireNonNull).toList();
  }

  private List<Submitted> send(byte[] body, List<EventWatch.@Nullable Awaited> batch) {
    List<Submitted> results = new ArrayList<>(batch.size());
    try {
      Call call = Call.bytes("POST", "/api/tasks/batch", "application/x-ndjson", body);
      try (Stream<byte[]> lines = JsonLines.of(transport.open(call))) {
        lines.forEach(
            line ->
                results.add(
                    submitted(Wire.readOwn(line, BatchAnswer.class), batch.get(results.size()))));
      }
      if (results.size() != batch.size()) {
        throw new GridException(
            ErrorCode.INTERNAL,
            results.size() + " answers to a batch of " + batch.size() + " tasks came");
      }
    } finally {
      batch.subList(results.size(), batch.size()).forEach(watch::forget);
    }
    batch.clear();
    return results;
  }

  private Submitted submitted(BatchAnswer answer, EventWatch.@Nullable Awaited expected) {
    if (answer.id() != null) {
      return new Submitted.Accepted(submitted(answer.id(), expected));
    }
    watch.forget(expected);
    Refusal error = answer.error();
    return new Submitted.Refused(
        error == null
            ? new GridException(ErrorCode.INTERNAL, "the grid gave neither a task nor an error")
            : GridException.of(error.code(), error.field(), error.message()));
  }

  private EventWatch.@Nullable Awaited expect(String key) {
    if (transport.options().watchSubmitted()) {
      watch.start();
    }
    return watch.expect(key);
  }

  private TaskHandle submitted(TaskId id, EventWatch.@Nullable Awaited expected) {
    return new TaskHandle(
        id, transport, watch, watch.isStarted() ? watch.submitted(id, expected) : null);
  }

  /** A handle for a task that is in the grid already; nothing is asked yet. */
  public TaskHandle task(TaskId id) {
    return new TaskHandle(id, transport, watch, null);
  }

  /** The tasks that the query asks for, newest first, read page by page as the stream goes on. */
  public Stream<TaskView> tasks(TaskQuery query) {
    return new TaskPages(transport, query).tasks();
  }

  /** As {@link #upload(ContentSource, UploadProgress)}. */
  public ArtifactRef upload(Path file) throws IOException {
    return upload(() -> Files.newInputStream(file), UploadProgress.NONE);
  }

  /** As {@link #upload(ContentSource, UploadProgress)}. */
  public ArtifactRef upload(byte[] content) {
    try {
      return upload(() -> new ByteArrayInputStream(content), UploadProgress.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory could not be read", e);
    }
  }

  /**
   * Brings content into the artifact store. What is there already is not sent; an upload of more
   * than 8 MiB that broke off goes on where it stopped when it is tried again.
   *
   * @throws IOException if the content cannot be read
   * @throws GridException with {@code DIGEST_MISMATCH} if it changed meanwhile
   */
  public ArtifactRef upload(ContentSource content, UploadProgress progress) throws IOException {
    return artifacts.upload(content, progress);
  }

  /**
   * Writes an artifact's content, and checks it. Goes on after a lost connection.
   *
   * @throws IOException if it cannot be written
   * @throws GridException with {@code DIGEST_MISMATCH} if what came is something else
   */
  public void download(ArtifactRef ref, OutputStream out) throws IOException {
    artifacts.download(ref, out);
  }

  /** The grid's nodes. */
  public List<ResourceView> resources() {
    return Arrays.asList(transport.read(Call.get("/api/resources"), ResourceView[].class));
  }

  /** For operators: has a node get nothing that would last into a time; returns what is planned. */
  public MaintenancePlan maintain(String node, MaintenancePlan plan) {
    Call call = Call.json("PUT", maintenanceOf(node), plan);
    return transport.read(call, MaintenancePlan.class);
  }

  /** For operators: lets a node work again. */
  public void endMaintenance(String node) {
    transport.bytes(Call.delete(maintenanceOf(node)));
  }

  private static String maintenanceOf(String node) {
    return "/api/resources/" + TaskQuery.encoded(node) + "/maintenance";
  }

  /** For operators: API keys. */
  public GridKeys keys() {
    return new GridKeys(transport);
  }

  /** Notifications on their way to webhooks. */
  public GridDeliveries deliveries() {
    return new GridDeliveries(transport);
  }

  /** Ends the connections; waits for tasks fail, the tasks themselves go on. */
  @Override
  public void close() {
    transport.close();
  }
}
