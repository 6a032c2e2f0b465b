package io.gridmill.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.Work;
import io.gridmill.job.client.BatchLine;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.Role;
import io.gridmill.job.client.TaskQuery;
import io.gridmill.job.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The large performance test of Kueue in a grid of real processes, after the numbers of its
 * published configuration: each queue is an account with a key of its own, each cohort a provider
 * node that offers the quotas of a hundred queues, and pretends to run what it is given. Kueue's
 * test runs no containers, either.
 */
final class KueueReplay {
  static final int COHORTS = 10;
  static final int QUEUES = 100;
  static final int QUOTA = 20;
  static final int BORROWED = 100;

  private static final ByteSize LITTLE = ByteSize.ofMiB(16);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int AT_ONCE = 8;

  private final GridClient operator;
  private final URI gateway;
  private final Consumer<String> progress;

  KueueReplay(GridClient operator, URI gateway, Consumer<String> progress) {
    this.operator = operator;
    this.gateway = gateway;
    this.progress = progress;
  }

  /** The workloads of one size that each queue gets. */
  private record Size(String name, int count, int runsMillis, int priority, int request) {}

  private static final List<Size> SIZES =
      List.of(
          new Size("large", 4, 700, 200, 20),
          new Size("medium", 11, 350, 100, 5),
          new Size("small", 35, 150, 50, 1));

  /** What a grid is given first, so that its twelve JVMs have compiled what they run. */
  private static final Size WARM_UP = new Size("warm-up", 20, 1, 50, 1);

  /** What nodes are told: the test's capacity and its limit of each queue. */
  static Map<String, String> settings() {
    return Map.of(
        "exec.pretend", "true",
        "cores", Integer.toString(QUEUES * QUOTA),
        "memory", new ByteSize(LITTLE.bytes() * QUEUES * QUOTA).toString(),
        "schedule.mostCores", Integer.toString(QUOTA + BORROWED));
  }

  /** Makes an account for each queue, then submits all and waits until all have ended. */
  KueueFigures run() throws InterruptedException, TimeoutException {
    int queues = COHORTS * QUEUES;
    progress.accept("making " + queues + " accounts");
    List<HttpRequest> warmUp = new ArrayList<>();
    List<HttpRequest> requests = new ArrayList<>();
    for (int queue = 0; queue < queues; queue++) {
      String key = operator.keys().make(new KeyRequest("queue-" + queue, Role.CONSUMER)).key();
      warmUp.add(request(key, queue, List.of(WARM_UP)));
      requests.add(request(key, queue, SIZES));
    }
    progress.accept("warming up");
    submit(warmUp);
    awaitEnds(System.nanoTime());
    int workloads = queues * SIZES.stream().mapToInt(Size::count).sum();
    progress.accept("submitting " + workloads + " workloads");
    long began = System.nanoTime();
    submit(requests);
    progress.accept(
        "submitted after %.1f s; waiting for their ends"
            .formatted((System.nanoTime() - began) / 1e9));
    awaitEnds(began);
    return figures(workloads, (System.nanoTime() - began) / 1e9);
  }

  private HttpRequest request(String key, int queue, List<Size> sizes) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Size size : sizes) {
      TaskSpec spec = spec(size, queue);
      for (int i = 0; i < size.count(); i++) {
        body.writeBytes(Wire.bytes(new BatchLine(size.name() + i, spec)));
        body.write('\n');
      }
    }
    return HttpRequest.newBuilder(gateway.resolve("/api/tasks/batch"))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", "application/x-ndjson")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  private static TaskSpec spec(Size size, int queue) {
    return new TaskSpec(
        size.name(),
        new Work.Command(List.of("true"), null, null),
        null,
        null,
        null,
        ResourceRequest.of(size.request(), LITTLE),
        Constraint.parse("node == provider-" + (queue / QUEUES + 1)),
        size.priority() / 2,
        null,
        null,
        null,
        null,
        null,
        null,
        Scheduling.DEFAULT.withExpected(Duration.ofMillis(size.runsMillis())),
        null,
        null);
  }

  private static void submit(List<HttpRequest> requests) throws InterruptedException {
    Iterator<HttpRequest> all = requests.iterator();
    try (HttpClient http = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> done = new ArrayList<>();
      while (all.hasNext()) {
        HttpRequest request = all.next();
        done.add(threads.submit(() -> send(http, request)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("workloads could not be submitted", e.getCause());
    }
  }

  private static Void send(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    if (answer.statusCode() != 200 || answer.body().contains("\"error\":")) {
      throw new IOException(answer.statusCode() + ": " + answer.body().lines().findFirst());
    }
    return null;
  }

  private void awaitEnds(long began) throws TimeoutException {
    while (isAnyLeft()) {
      if (System.nanoTime() - began > LONGEST.toNanos()) {
        throw new TimeoutException("workloads have not ended within " + LONGEST);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean isAnyLeft() {
    try (Stream<TaskView> active = operator.tasks(TaskQuery.ALL.withActive().withPageSize(1))) {
      return active.findAny().isPresent();
    }
  }

  private KueueFigures figures(int workloads, double seconds) {
    progress.accept("reading what became of them");
    Map<String, double[]> waits = new TreeMap<>();
    int[] succeeded = new int[1];
    double[] busy = new double[1];
    List<Instant> span = new ArrayList<>(List.of(Instant.MAX, Instant.MIN));
    operator
        .tasks(TaskQuery.ALL.withStatus(TaskStatus.SUCCEEDED).withPageSize(1000))
        .filter(task -> !task.spec().name().equals(WARM_UP.name()))
        .forEach(
            task -> {
              Instant start = task.startedAt();
              Instant end = task.finishedAt();
              if (start == null || end == null) {
                throw new IllegalStateException("task " + task.id() + " ended without a start");
              }
              succeeded[0]++;
              double[] sums = waits.computeIfAbsent(task.spec().name(), n -> new double[2]);
              sums[0] += Duration.between(task.submittedAt(), start).toNanos() / 1e9;
              sums[1]++;
              Duration expected = task.spec().scheduling().expected();
              busy[0] +=
                  task.spec().resources().cores()
                      * (expected == null ? 0 : expected.toNanos() / 1e9);
              span.set(
                  0,
                  task.submittedAt().isBefore(span.getFirst())
                      ? task.submittedAt()
                      : span.getFirst());
              span.set(1, end.isAfter(span.getLast()) ? end : span.getLast());
            });
    if (succeeded[0] != workloads) {
      throw new IllegalStateException(succeeded[0] + " of " + workloads + " workloads ended well");
    }
    double makespan = Duration.between(span.getFirst(), span.getLast()).toNanos() / 1e9;
    Map<String, Double> means = new TreeMap<>();
    waits.forEach((size, sums) -> means.put(size, round(sums[0] / sums[1])));
    return new KueueFigures(
        workloads,
        COHORTS * QUEUES,
        COHORTS,
        round(seconds),
        round(makespan),
        succeeded[0],
        round(busy[0] / (makespan * COHORTS * QUEUES * QUOTA)),
        means);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
