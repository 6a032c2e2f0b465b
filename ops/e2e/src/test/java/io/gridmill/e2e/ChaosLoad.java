package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.e2e.jobs.Counted;
import io.gridmill.e2e.jobs.CountedItems;
import io.gridmill.e2e.jobs.CountedJob;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.TaskOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Work of many kinds for a grid that is in trouble, and what must have become of it. */
final class ChaosLoad {
  private static final int SINGLES = 40;
  private static final int CHAIN = 5;
  private static final int CANCELLED = 5;
  private static final int ITEMS = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What a task must have given in the end. */
  private record Expected(TaskId id, String name, List<TaskStatus> ends, String result) {}

  private final String run;
  private final Path counts;
  private final List<Expected> expected = new ArrayList<>();

  ChaosLoad(long seed, Path dir) {
    this.run = "r" + seed + "-" + Long.toString(System.nanoTime(), 36);
    this.counts = dir.resolve("counts-" + run);
  }

  /** Submits everything, trying again what was not acknowledged. */
  void submit(GridClient client) {
    String array = run + "-array";
    Counted items = new Counted(counts.toString(), array, 5, 0);
    TaskId id =
        patiently(
            () ->
                client
                    .submitArray(
                        CountedItems.class, ITEMS, o -> options(o, array).sharedInput(items))
                    .id());
    expected.add(new Expected(id, array, List.of(TaskStatus.SUCCEEDED), ""));
    for (int i = 0; i < SINGLES; i++) {
      one(client, "single-" + i, 20, i);
    }
    TaskId before = one(client, "chain-0", 20, 0);
    for (int i = 1; i < CHAIN; i++) {
      before = one(client, "chain-" + i, 20, i, before);
    }
    for (int i = 0; i < CANCELLED; i++) {
      TaskId doomed = one(client, "doomed-" + i, 120_000, i);
      patiently(() -> client.task(doomed).cancel("as planned"));
      Expected last = expected.removeLast();
      expected.add(new Expected(doomed, last.name(), List.of(TaskStatus.CANCELLED), ""));
    }
  }

  private TaskId one(GridClient client, String name, int millis, int value, TaskId... after) {
    String full = run + "-" + name;
    Counted what = new Counted(counts.toString(), full, millis, value);
    TaskId id =
        patiently(
            () -> client.submit(CountedJob.class, what, o -> options(o, full).after(after)).id());
    expected.add(new Expected(id, full, List.of(TaskStatus.SUCCEEDED), Integer.toString(value)));
    return id;
  }

  /** A task that nothing but the grid's own faults can end. */
  private static TaskOptions options(TaskOptions options, String key) {
    return options
        .idempotencyKey(key)
        .retry(new RetryPolicy(100, Duration.ZERO, Duration.ZERO, false));
  }

  /** Does something until it is acknowledged; what the grid must not say fails the test. */
  private static <T> T patiently(Supplier<T> request) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return request.get();
      } catch (GridException e) {
        if (!e.code().retryable() || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      }
    }
  }

  /** Waits for all tasks' ends, and checks them. */
  void check(GridClient client) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Map<TaskId, TaskView> views = new TreeMap<>();
    for (Expected task : expected) {
      views.put(task.id(), ended(client, task, end));
    }
    Map<String, Long> runs = runs();
    for (Expected task : expected) {
      TaskView view = Objects.requireNonNull(views.get(task.id()));
      assertThat(view.status()).as("%s, %s: %s", task.name(), task.id(), view).isIn(task.ends());
      if (!task.result().isEmpty()) {
        assertThat(view.result()).as(task.name()).isEqualTo(new RawJson(task.result()));
        assertThat(runs).as("runs").containsKey(task.name());
      }
      TaskView again = patiently(() -> client.task(task.id()).view());
      assertThat(List.of(again.status(), again.attempt(), String.valueOf(again.result())))
          .as("%s, looked at again", task.name())
          .isEqualTo(List.of(view.status(), view.attempt(), String.valueOf(view.result())));
    }
    checkArray(client, expected.getFirst(), runs);
  }

  private static TaskView ended(GridClient client, Expected task, long end) {
    while (true) {
      TaskView view = patiently(() -> client.task(task.id()).view());
      if (view.status().isTerminal()) {
        return view;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(task.name() + " is stuck: " + view);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static void checkArray(GridClient client, Expected array, Map<String, Long> runs) {
    TaskView view = client.task(array.id()).view();
    assertThat(view.itemsByNode().values().stream().mapToLong(Long::longValue).sum())
        .as("items of %s by node: %s", array.name(), view.itemsByNode())
        .isEqualTo(ITEMS);
    try (Stream<@Nullable Integer> results = client.task(array.id()).results(Integer.class)) {
      assertThat(results.toList())
          .as("results of %s", array.name())
          .isEqualTo(IntStream.range(0, ITEMS).map(i -> 2 * i).boxed().toList());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < ITEMS; i++) {
      assertThat(runs).containsKey(array.name() + " item " + i);
    }
  }

  /** How often each task and item has run. */
  private Map<String, Long> runs() throws IOException {
    return Files.readAllLines(counts).stream()
        .map(
            line -> {
              int space = line.indexOf(' ');
              String name = line.substring(0, space);
              return name.endsWith("-array") ? name + " item" + line.substring(space) : name;
            })
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  /** How many runs there were beyond the first of each task and item. */
  long reruns() throws IOException {
    return runs().values().stream().mapToLong(n -> n - 1).sum();
  }

  int tasks() {
    return expected.size();
  }
}
