package io.gridmill.bench;

import io.gridmill.bench.Reports.Report;
import io.gridmill.cli.Cli;
import io.gridmill.cli.GridPlan;
import io.gridmill.cli.GridProcess;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.client.GridClient;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** How soon a grid goes on whose nodes were all killed while very many tasks waited. */
final class ColdRestart {
  private static final int AT_ONCE = 20_000;
  private static final String ALL_KNOWN = "the scheduler knows all ";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final GridPlan plan;
  private final Cli cli;
  private final Reports reports;

  ColdRestart(GridPlan plan, Cli cli, Reports reports) {
    this.plan = plan;
    this.cli = cli;
    this.reports = reports;
  }

  /** Has very many tasks wait, and kills all nodes. */
  void fill(int waiting) throws IOException, InterruptedException, TimeoutException {
    try (GridProcesses grid = GridProcesses.start(plan, cli);
        GridClient client = grid.connect()) {
      submit(client, waiting);
      kill(grid);
    }
  }

  /**
   * How long it took from the start of all nodes.
   *
   * @param firstRun to the first run of a task that had waited
   * @param allKnown to when the scheduler had read all of them
   */
  record Times(Spread firstRun, Spread allKnown) {}

  Times run(int trials) throws IOException, InterruptedException, TimeoutException {
    List<Double> seconds = new ArrayList<>();
    List<Double> known = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      cli.console().say("starting all nodes again, " + (i + 1) + " of " + trials);
      reports.clear();
      long began = System.nanoTime();
      try (GridProcesses grid = GridProcesses.start(plan, cli)) {
        double ready = (System.nanoTime() - began) / 1e9;
        seconds.add((firstThatWaited().at() - began) / 1e9);
        awaitAllKnown(grid.processes().getFirst());
        known.add((System.nanoTime() - began) / 1e9);
        cli.console()
            .say(
                "ready after %.2f s, a waiting task runs after %.2f s, all are known after %.2f s"
                    .formatted(ready, seconds.getLast(), known.getLast()));
        kill(grid);
      }
    }
    return new Times(new Spread(seconds), new Spread(known));
  }

  /** Lets those end that ran when they were killed: they come first again. */
  private Report firstThatWaited() throws InterruptedException, TimeoutException {
    while (true) {
      Report report = reports.next(r -> true);
      if (report.attempt() == 1) {
        return report;
      }
      report.release();
    }
  }

  private static void awaitAllKnown(GridProcess core) throws IOException, TimeoutException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(core.log()).contains(ALL_KNOWN)) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException("the scheduler has not read all tasks within " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private void submit(GridClient client, int waiting)
      throws InterruptedException, TimeoutException {
    var running = client.submit(ReportingJob.class, reports.post("first"));
    reports.next(r -> r.name().equals("first"));
    TaskSpec spec = running.task().view().spec();
    for (int left = waiting; left > 0; left -= AT_ONCE) {
      if (left % 100_000 == 0) {
        cli.console().say(left + " tasks are yet to be submitted");
      }
      client.submitAll(Collections.nCopies(Math.min(AT_ONCE, left), spec));
    }
  }

  private static void kill(GridProcesses grid) {
    List<ProcessHandle> all = new ArrayList<>();
    for (GridProcess process : grid.processes()) {
      ProcessHandle.of(process.pid()).ifPresent(all::add);
    }
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }
}
