package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A gateway over a map, on a real port: it keeps to the HTTP contract, ends every task at once with
 * its input as the result, and breaks down where a test asks for it. A task with the label {@code
 * hold} ends only by {@link #end}.
 */
public final class TestGateway implements AutoCloseable {
  public static final String KEY = "gm_test_secret";
  public static final String OWNER = "tester";
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final ResourceView NODE =
      new ResourceView(
          "n1",
          "attic",
          List.of("core", "provider"),
          ResourceView.Status.UP,
          8,
          5,
          io.gridmill.job.ByteSize.ofMiB(1024),
          List.of(),
          Map.of(),
          Map.of("region", "eu"),
          3,
          START,
          null);

  static {
    // else Nagle's algorithm and delayed acknowledgements add 40 ms to answers
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<TaskId, TaskView> tasks = new ConcurrentHashMap<>();
  private final Map<TaskId, byte[]> results = new ConcurrentHashMap<>();
  private final Map<TaskId, List<LogEntry>> logs = new ConcurrentHashMap<>();
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final TestBlobs blobs = new TestBlobs();
  private final LinkedBlockingQueue<Fault> faults = new LinkedBlockingQueue<>();
  private volatile boolean derivedIds = true;

  /** What to do to a request in place of, or after, handling it. */
  record Fault(String path, int status, @Nullable String retryAfter, boolean afterwards) {}

  /** One listener of {@code /api/events}. */
  private record Stream(LinkedBlockingQueue<Object> queue) {}

  public TestGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public GridClient client() {
    return client(ClientOptions.DEFAULT);
  }

  GridClient client(ClientOptions options) {
    return GridClient.connect(uri(), Credentials.of(KEY), options);
  }

  TestBlobs blobs() {
    return blobs;
  }

  public Map<TaskId, TaskView> tasks() {
    return tasks;
  }

  List<String> requests() {
    return requests;
  }

  int streams() {
    return streams.size();
  }

  /** The next request of this path is answered with an error, without being handled. */
  void refuseNext(String path, int status, @Nullable String retryAfter) {
    faults.add(new Fault(path, status, retryAfter, false));
  }

  /** The next request of this path is handled, but its connection breaks before the answer. */
  void breakNext(String path) {
    faults.add(new Fault(path, 0, null, true));
  }

  /** Makes ids that a client cannot foresee. */
  void useOtherIds() {
    derivedIds = false;
  }

  void breakStreams() {
    streams.forEach(s -> s.queue().add("break"));
  }

  void log(TaskId id, String text) {
    List<LogEntry> lines = logs.computeIfAbsent(id, absent -> new CopyOnWriteArrayList<>());
    lines.add(new LogEntry(lines.size(), 1, START, "stdout", text));
  }

  void result(TaskId id, String body) {
    results.put(id, body.getBytes(UTF_8));
  }

  /** Ends a task; a result that is not small is kept for {@code GET result}. */
  public void end(
      TaskId id, TaskStatus status, @Nullable String result, @Nullable Failure failure) {
    TaskView ended = tasks.compute(id, (k, task) -> changed(task, status, result, failure));
    publish(ended);
  }

  private void publish(TaskView task) {
    TaskEventView event = TaskEventView.of(task);
    streams.forEach(s -> s.queue().add(event));
  }

  private static TaskView changed(
      TaskView t, TaskStatus status, @Nullable String result, @Nullable Failure failure) {
    return new TaskView(
        t.id(),
        t.version() + 1,
        t.owner(),
        status,
        1,
        "node-1",
        t.progress(),
        t.submittedAt(),
        START,
        status.isTerminal() ? START : null,
        failure,
        result == null ? null : new RawJson(result),
        null,
        t.outputs(),
        t.itemsByNode(),
        null,
        t.spec());
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      answer(http);
    }
  }

  private void answer(HttpExchange http) throws IOException {
    try {
      String path = http.getRequestURI().getPath();
      requests.add(http.getRequestMethod() + " " + http.getRequestURI());
      Fault fault = faults.peek();
      if (fault != null && fault.path().equals(path) && faults.remove(fault)) {
        if (!fault.afterwards()) {
          if (fault.retryAfter() != null) {
            http.getResponseHeaders().add("Retry-After", fault.retryAfter());
          }
          problem(http, fault.status(), ErrorCode.UNAVAILABLE, "busy", null);
          return;
        }
        route(http, path, true);
        return;
      }
      if (path.equals("/health")) {
        send(http, 200, Health.up(1));
      } else if (!("Bearer " + KEY).equals(http.getRequestHeaders().getFirst("Authorization"))) {
        problem(http, 401, ErrorCode.UNAUTHENTICATED, "no such key", null);
      } else {
        route(http, path, false);
      }
    } catch (GridException e) {
      problem(http, e.code().httpStatus(), e.code(), String.valueOf(e.getMessage()), e.field());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void route(HttpExchange http, String path, boolean mute)
      throws IOException, InterruptedException {
    byte[] body = http.getRequestBody().readAllBytes();
    String call = http.getRequestMethod() + " " + path;
    if (call.equals("POST /api/tasks")) {
      String key = http.getRequestHeaders().getFirst("Idempotency-Key");
      TaskView task = submit(key, Wire.read(body, TaskSpec.class));
      if (!mute) {
        send(http, 201, task);
      }
    } else if (call.equals("POST /api/tasks/batch")) {
      byte[] answers = batch(body);
      if (!mute) {
        send(http, 200, answers, "application/x-ndjson");
      }
    } else if (call.equals("POST /api/tasks/views")) {
      List<TaskView> found = new ArrayList<>();
      for (TaskId id : Wire.read(body, TaskIds.class).ids()) {
        TaskView task = tasks.get(id);
        if (task != null) {
          found.add(task);
        }
      }
      send(http, 200, new TaskPage(found, null));
    } else if (call.equals("GET /api/me")) {
      send(http, 200, new Me(OWNER, Role.CONSUMER, "test"));
    } else if (call.equals("GET /api/tasks")) {
      send(http, 200, page(http.getRequestURI().getQuery()));
    } else if (call.equals("GET /api/events")) {
      events(http);
    } else if (path.startsWith("/api/keys")) {
      keys(http, body);
    } else if (call.equals("GET /api/resources")) {
      send(http, 200, List.of(NODE));
    } else if (path.startsWith("/api/tasks/")) {
      task(http, path.substring("/api/tasks/".length()), body);
    } else if (path.startsWith("/api/blobs")) {
      blobs.handle(http, path, body, mute);
    } else {
      throw new GridException(ErrorCode.NOT_FOUND, "no such path: " + path);
    }
  }

  private static void keys(HttpExchange http, byte[] body) throws IOException {
    switch (http.getRequestMethod()) {
      case "POST" -> {
        KeyRequest request = Wire.read(body, KeyRequest.class);
        send(http, 201, new NewKey("k2", request.owner(), request.role(), "gm_k2_new"));
      }
      case "GET" -> send(http, 200, List.of(new KeyView("k1", OWNER, Role.OPERATOR, START, null)));
      default -> http.sendResponseHeaders(204, -1);
    }
  }

  private TaskView submit(@Nullable String key, TaskSpec spec) {
    String seed = derivedIds ? String.valueOf(key) : "other " + key;
    TaskId id = TaskId.derived(OWNER, seed);
    AtomicInteger made = new AtomicInteger();
    TaskView task =
        tasks.computeIfAbsent(
            id,
            absent -> {
              made.incrementAndGet();
              return new TaskView(
                  id,
                  0,
                  OWNER,
                  TaskStatus.QUEUED,
                  0,
                  null,
                  null,
                  START,
                  null,
                  null,
                  null,
                  null,
                  null,
                  Map.of(),
                  Map.of(),
                  null,
                  spec);
            });
    if (made.get() > 0 && !spec.labels().containsKey("hold")) {
      end(id, TaskStatus.SUCCEEDED, spec.input() == null ? "null" : spec.input().json(), null);
    }
    return task;
  }

  private byte[] batch(byte[] body) {
    StringBuilder answers = new StringBuilder();
    for (String line : new String(body, UTF_8).lines().toList()) {
      BatchAnswer answer;
      try {
        BatchLine parsed = Wire.read(line, BatchLine.class);
        if (parsed.spec().labels().containsKey("refuse")) {
          throw GridException.invalid("labels.refuse", "there", "not there");
        }
        answer = BatchAnswer.accepted(submit(parsed.key(), parsed.spec()).id());
      } catch (GridException e) {
        answer = BatchAnswer.refused(Refusal.of(e));
      }
      answers.append(Wire.text(answer)).append('\n');
    }
    return answers.toString().getBytes(UTF_8);
  }

  /** Pages of two, with the number of tasks before it as the cursor. */
  private TaskPage page(@Nullable String query) {
    int from =
        query != null && query.contains("after=")
            ? Integer.parseInt(query.replaceAll(".*after=", ""))
            : 0;
    List<TaskView> all =
        tasks.values().stream().sorted((a, b) -> b.id().compareTo(a.id())).toList();
    int to = Math.min(all.size(), from + 2);
    return new TaskPage(all.subList(from, to), to < all.size() ? "" + to : null);
  }

  private void task(HttpExchange http, String rest, byte[] body)
      throws IOException, InterruptedException {
    String[] parts = rest.split("/", 3);
    TaskId id = new TaskId(parts[0]);
    TaskView task = tasks.get(id);
    if (task == null) {
      throw new GridException(ErrorCode.TASK_NOT_FOUND, "task " + id + ": there is none");
    }
    String what = http.getRequestMethod() + (parts.length > 1 ? " " + parts[1] : "");
    switch (what) {
      case "GET" -> send(http, 200, task);
      case "DELETE" -> {
        tasks.remove(id);
        http.sendResponseHeaders(204, -1);
      }
      case "PUT status" -> {
        StatusChange change = Wire.read(body, StatusChange.class);
        end(id, change.status(), null, null);
        send(http, 200, tasks.get(id));
      }
      case "GET result" -> {
        byte[] kept = results.get(id);
        if (kept == null && task.result() == null) {
          throw new GridException(
              ErrorCode.RESULT_NOT_READY, "task " + id + " is " + task.status());
        }
        send(http, 200, kept == null ? Wire.bytes(task.result()) : kept, "application/json");
      }
      case "GET logs" -> logs(http, id);
      case "GET events" -> taskEvents(http, id);
      default -> throw new GridException(ErrorCode.NOT_FOUND, "no such path: " + rest);
    }
  }

  /** The lines after the one asked for; one line a connection, to make clients come back. */
  private void logs(HttpExchange http, TaskId id) throws IOException {
    String query = http.getRequestURI().getQuery();
    int after = query.contains("after=") ? Integer.parseInt(query.replaceAll(".*after=", "")) : -1;
    List<LogEntry> lines = logs.getOrDefault(id, List.of());
    http.sendResponseHeaders(200, 0);
    OutputStream out = http.getResponseBody();
    for (LogEntry line : lines.subList(after + 1, lines.size())) {
      out.write((Wire.text(line) + "\n").getBytes(UTF_8));
      out.flush();
    }
  }

  private void taskEvents(HttpExchange http, TaskId id) throws IOException, InterruptedException {
    Stream stream = new Stream(new LinkedBlockingQueue<>());
    streams.add(stream);
    try {
      http.getResponseHeaders().add("Content-Type", "text/event-stream");
      http.sendResponseHeaders(200, 0);
      OutputStream out = http.getResponseBody();
      Object event = TaskEventView.of(Objects.requireNonNull(tasks.get(id)));
      while (event instanceof TaskEventView task) {
        if (task.id().equals(id)) {
          out.write(
              ("id: " + task.version() + "\ndata: " + Wire.text(task) + "\n\n").getBytes(UTF_8));
          out.flush();
        }
        if (task.status().isTerminal()) {
          return;
        }
        event = stream.queue().take();
      }
    } finally {
      streams.remove(stream);
    }
  }

  private void events(HttpExchange http) throws IOException, InterruptedException {
    Stream stream = new Stream(new LinkedBlockingQueue<>());
    streams.add(stream);
    try {
      http.getResponseHeaders().add("Content-Type", "text/event-stream");
      http.sendResponseHeaders(200, 0);
      OutputStream out = http.getResponseBody();
      out.write("event: ready\ndata: {}\n\n".getBytes(UTF_8));
      out.flush();
      while (true) {
        List<Object> batch = new ArrayList<>();
        Object first = stream.queue().poll(10, TimeUnit.SECONDS);
        if (first == null) {
          out.write(": still here\n\n".getBytes(UTF_8));
          out.flush();
          continue;
        }
        batch.add(first);
        stream.queue().drainTo(batch, 1000);
        if (batch.contains("break")) {
          return;
        }
        out.write(("event: tasks\ndata: " + Wire.text(batch) + "\n\n").getBytes(UTF_8));
        out.flush();
      }
    } finally {
      streams.remove(stream);
    }
  }

  static void send(HttpExchange http, int status, @Nullable Object body) throws IOException {
    send(http, status, Wire.bytes(body), "application/json");
  }

  static void send(HttpExchange http, int status, byte[] body, String type) throws IOException {
    http.getResponseHeaders().add("Content-Type", type);
    boolean none = body.length == 0 || http.getRequestMethod().equals("HEAD");
    http.sendResponseHeaders(status, none ? -1 : body.length);
    if (!none) {
      http.getResponseBody().write(body);
    }
  }

  static void problem(
      HttpExchange http, int status, ErrorCode code, String detail, @Nullable String field)
      throws IOException {
    Problem problem = new Problem("about:blank", code.name(), status, code, detail, field, null);
    send(http, status, Wire.bytes(problem), "application/problem+json");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
