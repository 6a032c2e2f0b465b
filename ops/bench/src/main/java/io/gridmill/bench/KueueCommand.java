package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.cli.GridPlan;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "kueue",
    description = {
      "Replays the published large performance test of Kueue: 50,000 workloads of three sizes over"
          + " 1,000 queues; through the scheduler in simulated time, or through a grid of processes.",
      "Prints one JSON object: seconds (what it took here), makespan_s (what it would take in a"
          + " grid, or took), usage (the share of all quotas in use), mean_wait_s by size."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gridmill bench kueue", "  gridmill bench kueue --real"})
final class KueueCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(
      names = "--real",
      description =
          "In real time: a gateway, a core node and ten provider nodes, each a process, and all"
              + " workloads submitted by HTTP. The provider nodes pretend to run them.")
  private boolean real;

  KueueCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    cli.console()
        .print(real ? Wire.text(real()) : SchedulerProcess.run("kueue", Map.of()).getLast());
    return ExitCode.OK;
  }

  private KueueFigures real() throws IOException, InterruptedException, TimeoutException {
    Path folder = Files.createTempDirectory("gridmill-bench-");
    GridPlan plan =
        GridPlan.of(folder, 1, KueueReplay.COHORTS, 0).withSettings(KueueReplay.settings());
    try (GridProcesses grid = GridProcesses.start(plan, cli);
        GridClient client = grid.connect()) {
      return new KueueReplay(client, grid.url(), line -> cli.console().say(line)).run();
    } finally {
      Folders.delete(folder);
    }
  }
}
