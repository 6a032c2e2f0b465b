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
public final class DispatchBench {
  private static final int WARM_UP_TASKS = 20_000;
  private static final int TASKS = 50_000;
  private static final int SINGLES = 1_000;
  private static final long ITEMS = 20_000_000;
  private static final int BASELINE_TASKS = 1_000_000;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final GridClient client;
  private final Supplier<Duration> cpu;
  private final Consumer<String> progress;

  /**
   * Measures a grid.
   *
   * @param cpu the CPU time that all of its processes and this one have used
   * @param progress hears what is being done
   */
  public DispatchBench(GridClient client, Supplier<Duration> cpu, Consumer<String> progress) {
    this.client = client;
    this.cpu = cpu;
    this.progress = progress;
  }

  /** Runs all parts, each after a warm-up of its own. */
  public DispatchFigures run() throws InterruptedException, TimeoutException {
    TaskSpec single = spec(client.submit(NoOpJob.class, 0).task());
    TaskSpec items = spec(client.submitArray(NoOpItems.class, 1000, _ -> {}).task());
    progress.accept("warming up with " + WARM_UP_TASKS + " tasks");
    bulk(single, WARM_UP_TASKS);
    progress.accept("submitting " + TASKS + " independent tasks in bulk");
    Duration cpuBefore = cpu.get();
    double tasksPerSecond = bulk(single, TASKS);
    double cpuMillis = cpu.get().minus(cpuBefore).toNanos() / 1e6 / TASKS;
    progress.accept("submitting " + SINGLES + " tasks, each after the one before");
    singles(single, SINGLES);
    double[] millis = singles(single, SINGLES);
    progress.accept("running " + ITEMS + " items of one array");
    items(items, ITEMS / 10);
    double itemsPerSecond = items(items, ITEMS);
    progress.accept("running " + BASELINE_TASKS + " tasks on a plain ExecutorService");
    baseline(BASELINE_TASKS);
    return new DispatchFigures(
        round(tasksPerSecond),
        round(millis[SINGLES / 2]),
        round(millis[SINGLES * 99 / 100]),
        round(itemsPerSecond),
        round(baseline(BASELINE_TASKS)),
        round(cpuMillis));
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
    return new TaskSpec(
        spec.name(),
        spec.work(),
        null,
        new RawJson(input),
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

  private static double round(double value) {
    return value >= 1000 ? Math.rint(value) : Math.rint(value * 1000) / 1000;
  }
}
