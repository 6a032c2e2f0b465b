package io.gridmill.bench;

import io.gridmill.bench.Reports.Report;
import io.gridmill.cli.GridProcess;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.JobHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** How soon work goes on when a part of a running grid is killed. */
final class RecoveryBench {
  private static final String RUNS_SCHEDULER = " runs scheduler from now on";

  private static final Duration STANDING = Duration.ofMinutes(6);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final GridProcesses grid;
  private final GridClient client;
  private final Reports reports;
  private final int trials;
  private final Consumer<String> progress;

  RecoveryBench(
      GridProcesses grid,
      GridClient client,
      Reports reports,
      int trials,
      Consumer<String> progress) {
    this.grid = grid;
    this.client = client;
    this.reports = reports;
    this.trials = trials;
    this.progress = progress;
  }

  /** From the kill of a worker to the next attempt of its task. */
  Spread workers() throws InterruptedException, TimeoutException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      progress.accept("killing worker " + (i + 1) + " of " + trials);
      String name = "worker-" + i;
      JobHandle<Integer> job = client.submit(ReportingJob.class, reports.post(name));
      Report first = reports.next(r -> r.name().equals(name));
      long killed = kill(first.pid());
      Report next = reports.next(r -> r.name().equals(name) && r.attempt() > first.attempt());
      seconds.add((next.at() - killed) / 1e9);
      next.release();
      job.result();
    }
    return new Spread(seconds);
  }

  /** From the kill of a provider node to the next attempt of what it ran, on another. */
  Spread providers() throws IOException, InterruptedException, TimeoutException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      awaitGoodStanding();
      progress.accept("killing provider " + (i + 1) + " of " + trials);
      String name = "provider-" + i;
      JobHandle<Integer> job = client.submit(ReportingJob.class, reports.post(name));
      Report first = reports.next(r -> r.name().equals(name));
      GridProcess node = nodeOf(first.pid());
      long killed = kill(node.pid());
      Report next = reports.next(r -> r.name().equals(name) && r.attempt() > first.attempt());
      seconds.add((next.at() - killed) / 1e9);
      next.release();
      job.result();
      grid.again(node.name());
    }
    return new Spread(seconds);
  }

  /** Waits until all providers get work: one that was killed twice gets none for a while. */
  private void awaitGoodStanding() throws TimeoutException {
    long end = System.nanoTime() + STANDING.toNanos();
    while (client.resources().stream().anyMatch(node -> node.barred() != null)) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException("nodes are still barred after " + STANDING);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** From the kill of the scheduler's node to the start of a task that was submitted then. */
  Spread cores() throws IOException, InterruptedException, TimeoutException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      progress.accept("killing the scheduler's node, " + (i + 1) + " of " + trials);
      String name = "core-" + i;
      GridProcess node = schedulersNode();
      long killed = kill(node.pid());
      CompletableFuture<JobHandle<Integer>> job =
          CompletableFuture.supplyAsync(
              () -> client.submit(ReportingJob.class, reports.post(name)));
      Report report = reports.next(r -> r.name().equals(name));
      seconds.add((report.at() - killed) / 1e9);
      report.release();
      job.join().result();
      grid.again(node.name());
    }
    return new Spread(seconds);
  }

  private static long kill(long pid) {
    long now = System.nanoTime();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    return now;
  }

  private GridProcess nodeOf(long pid) {
    for (Optional<ProcessHandle> at = ProcessHandle.of(pid);
        at.isPresent();
        at = at.get().parent()) {
      long ancestor = at.get().pid();
      for (GridProcess node : grid.processes()) {
        if (node.pid() == ancestor) {
          return node;
        }
      }
    }
    throw new IllegalStateException("process " + pid + " belongs to none of the grid's nodes");
  }

  private GridProcess schedulersNode() throws IOException {
    String last = "";
    for (GridProcess node : grid.processes()) {
      try (Stream<String> lines = Files.lines(node.log())) {
        String told =
            lines.filter(line -> line.contains(RUNS_SCHEDULER)).reduce((a, b) -> b).orElse("");
        last = told.compareTo(last) > 0 ? told : last;
      }
    }
    String name = last.substring(0, last.indexOf(RUNS_SCHEDULER));
    String core = name.substring(name.lastIndexOf(' ') + 1);
    return grid.processes().stream().filter(p -> p.name().equals(core)).findFirst().orElseThrow();
  }
}
