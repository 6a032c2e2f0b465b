package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.e2e.jobs.Counted;
import io.gridmill.e2e.jobs.CountedItems;
import io.gridmill.e2e.jobs.CountedJob;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.ArrayHandle;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.JobHandle;
import io.gridmill.job.client.TaskQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One client that submits task after task, and knows how long each was on its way in. */
final class SteadyLoad implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LABEL = "load";
  private static final int MILLIS = 100;

  private final GridClient client;
  private final Path runs;
  private final List<JobHandle<Integer>> tasks = new ArrayList<>();
  private final ScheduledExecutorService submitter =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("steady-load").factory());
  private @Nullable RuntimeException refused;
  private long longest;

  /**
   * A load whose jobs leave their traces in this file.
   *
   * @param client gives up a submission that it cannot hand over for as long as is allowed
   */
  SteadyLoad(GridClient client, Path runs) {
    this.client = client;
    this.runs = runs;
  }

  /** Hands a first task over, with the jar that all have in common, and goes on from then. */
  void begin() throws InterruptedException, TimeoutException {
    submit();
    assertThat(tasks.getFirst().result(PATIENCE)).isZero();
    longestSoFar();
    var _ =
        submitter.scheduleWithFixedDelay(
            this::submitOrStop, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void submitOrStop() {
    try {
      submit();
    } catch (RuntimeException e) {
      refused = e;
      throw e;
    }
  }

  private void submit() {
    long start = System.nanoTime();
    int value = tasks.size();
    Counted what = new Counted(runs.toString(), "task-" + value, MILLIS, value);
    JobHandle<Integer> task =
        client.submit(
            CountedJob.class,
            what,
            options -> options.label(LABEL, "steady").idempotencyKey(what.name()));
    synchronized (this) {
      tasks.add(task);
      longest = Math.max(longest, System.nanoTime() - start);
    }
  }

  /** An array beside the tasks. */
  ArrayHandle<Integer> array(int items) {
    Counted what = new Counted(runs.toString(), "array", MILLIS, 0);
    return client.submitArray(CountedItems.class, items, options -> options.sharedInput(what));
  }

  /** The longest time that a task was on its way in since the last call. */
  synchronized Duration longestSoFar() {
    Duration longestYet = Duration.ofNanos(longest);
    longest = 0;
    return longestYet;
  }

  /** Submits no more; a submission that was refused fails the test. */
  void end() throws Exception {
    submitter.shutdown();
    assertThat(submitter.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    if (refused != null) {
      throw new AssertionError("a submission was refused", refused);
    }
  }

  int size() {
    return tasks.size();
  }

  /** Waits for all tasks: each has ended once, and well, and there are no others. */
  void check() throws Exception {
    for (int i = 0; i < tasks.size(); i++) {
      assertThat(tasks.get(i).result(PATIENCE)).as("task %d", i).isEqualTo(i);
    }
    try (Stream<TaskView> all = client.tasks(TaskQuery.ALL.withLabel(LABEL, "steady"))) {
      Map<TaskId, TaskStatus> ends = all.collect(Collectors.toMap(TaskView::id, TaskView::status));
      assertThat(ends.values()).containsOnly(TaskStatus.SUCCEEDED);
      assertThat(ends.keySet())
          .containsExactlyInAnyOrderElementsOf(tasks.stream().map(JobHandle::id).toList());
    }
    assertThat(runsByName().keySet())
        .containsAll(IntStream.range(0, tasks.size()).mapToObj(i -> "task-" + i).toList());
  }

  /** How often tasks and items ran beyond the first time. */
  long reruns() throws IOException {
    return runsByName().values().stream().mapToLong(n -> n - 1).sum();
  }

  private Map<String, Long> runsByName() throws IOException {
    return Files.readAllLines(runs).stream()
        .map(line -> line.startsWith("task-") ? line.substring(0, line.indexOf(' ')) : line)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Override
  public void close() {
    submitter.shutdownNow();
    client.close();
  }
}
