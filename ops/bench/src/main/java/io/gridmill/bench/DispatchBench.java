package io.gridmill.bench;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.Submitted;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.client.TaskHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How much the grid itself costs: tasks and items that do nothing, through the front door. */
final class DispatchBench {
  static final int TASKS = 80_000;

  /** So many rounds that what the JVMs compile meanwhile is compiled: a grid runs for months. */
  private static final int WARM_UPS = 4;

  private static final int SINGLES = 2_000;
  private static final long ITEMS = 20_000_000;
  private static final long KEPT_ITEMS = 2_000_000;
  private static final int BASELINE_TASKS = 1_000_000;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final GridClient client;
  private final int tasks;
  private final Supplier<Duration> cpu;
  private final Consumer<String> progress;

  /**
   * Measures a grid.
   *
   * @param tasks how many tasks are submitted in bulk
   * @param cpu the CPU time that all of its processes and this one have used
   * @param progress hears what is being done
   */
  DispatchBench(GridClient client, int tasks, Supplier<Duration> cpu, Consumer<String> progress) {
    this.client = client;
    this.tasks = tasks;
    this.cpu = cpu;
    this.progress = progress;
  }

  /** Tasks that were submitted in bulk. */
  record Bulk(double perSecond, double cpuMillisEach) {}

  /** Many independent tasks, after a warm-up. */
  Bulk bulk() throws InterruptedException, TimeoutException {
    TaskSpec single = spec(client.submit(NoOpJob.class, 0).task());
    for (int i = 1; i <= WARM_UPS; i++) {
      progress.accept("warming up with %d tasks, %d of %d".formatted(tasks, i, WARM_UPS));
      progress.accept("%.0f a second".formatted(bulk(single, tasks)));
    }
    progress.accept("submitting %d independent tasks in bulk".formatted(tasks));
    Duration before = cpu.get();
    double perSecond = bulk(single, tasks);
    double cpuMillis = cpu.get().minus(before).toNanos() / 1e6 / tasks;
    progress.accept(
        "%.0f a second, %.3f ms of a processor for each".formatted(perSecond, cpuMillis));
    return new Bulk(round(perSecond), round(cpuMillis));
  }

  /** Milliseconds that single tasks take, in order. */
  double[] singles() throws InterruptedException, TimeoutException {
    TaskSpec single = spec(client.submit(NoOpJob.class, 0).task());
    progress.accept("submitting " + SINGLES + " tasks, each after the one before");
    for (int i = 0; i < WARM_UPS; i++) {
      singles(single, SINGLES);
    }
    double[] millis = singles(single, SINGLES);
    progress.accept(
        "median %.2f ms, 99 of 100 under %.2f ms"
            .formatted(millis[SINGLES / 2], millis[SINGLES * 99 / 100]));
    return millis;
  }

  /** Items a second that answer nothing. */
  double items() throws InterruptedException, TimeoutException {
    TaskSpec items = spec(client.submitArray(NoOpItems.class, 1000, _ -> {}).task());
    progress.accept("running " + ITEMS + " items of one array");
    items(items, ITEMS / 10);
    return round(items(items, ITEMS));
  }

  /** Items a second that answer 64 bytes. */
  double keptItems() throws InterruptedException, TimeoutException {
    TaskSpec items = spec(client.submitArray(KeptItems.class, 1000, _ -> {}).task());
    progress.accept("running " + KEPT_ITEMS + " items of one array, with results of 64 bytes");
    items(items, KEPT_ITEMS / 10);
    return round(items(items, KEPT_ITEMS));
  }

  /** The spec of a task that has been submitted once, whose jar the grid has by now. */
  private static TaskSpec spec(TaskHandle task) throws InterruptedException, TimeoutException {
    check(task.await(LONGEST));
    return task.view().spec();
  }

  private double bulk(TaskSpec spec, int count) throws InterruptedException, TimeoutException {
    List<TaskSpec> specs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      specs.add(with(spec, Integer.toString(i)));
    }
    long began = System.nanoTime();
    List<Submitted> submitted = client.submitAll(specs);
    for (int i = 0; i < count; i++) {
      TaskEventView end = check(submitted.get(i).task().await(LONGEST));
      RawJson result = end.result();
      if (result == null || !result.json().equals(Integer.toString(i))) {
        throw new IllegalStateException("task " + i + " answered " + result);
      }
    }
    return count / seconds(began);
  }

  private double[] singles(TaskSpec spec, int count) throws InterruptedException, TimeoutException {
    double[] millis = new double[count];
    for (int i = 0; i < count; i++) {
      TaskSpec next = with(spec, Integer.toString(i));
      long began = System.nanoTime();
      check(client.submit(next).await(LONGEST));
      millis[i] = seconds(began) * 1e3;
    }
    Arrays.sort(millis);
    return millis;
  }

  private double items(TaskSpec spec, long count) throws InterruptedException, TimeoutException {
    TaskSpec many =
        new TaskSpec(
            spec.name(),
            spec.work(),
            new ArraySpec(count, null, false),
            null,
            null,
            spec.resources(),
            null,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    long began = System.nanoTime();
    check(client.submit(many).await(LONGEST));
    return count / seconds(began);
  }

  /** The same no-op by a plain ExecutorService, tasks a second. */
  static double baseline() throws InterruptedException {
    baseline(BASELINE_TASKS);
    return round(baseline(BASELINE_TASKS));
  }

  private static double baseline(int count) throws InterruptedException {
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Integer>> futures = new ArrayList<>(count);
      long began = System.nanoTime();
      for (int i = 0; i < count; i++) {
        int number = i;
        futures.add(pool.submit(() -> number));
      }
      for (int i = 0; i < count; i++) {
        if (futures.get(i).get() != i) {
          throw new IllegalStateException("task " + i + " answered another number");
        }
      }
      return count / seconds(began);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task that does nothing failed", e);
    }
  }

  private static TaskSpec with(TaskSpec spec, String input) {
    return spec.withInput(new RawJson(input));
  }

  private static TaskEventView check(TaskEventView end) {
    if (end.status() != TaskStatus.SUCCEEDED) {
      throw new IllegalStateException("task " + end.id() + " ended as " + end);
    }
    return end;
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  static double round(double value) {
    return value >= 1000 ? Math.rint(value) : Math.rint(value * 1000) / 1000;
  }
}
