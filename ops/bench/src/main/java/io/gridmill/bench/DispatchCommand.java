package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.cli.GridPlan;
import io.gridmill.cli.GridProcess;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "dispatch",
    description = {
      "Measures tasks and items that do nothing, through REST, from submission to result.",
      "It starts a grid of its own on this machine, and stops it afterwards.",
      "The last line of --json is one object: tasks_per_s, p50_ms, p99_ms, items_per_s,"
          + " baseline_tasks_per_s (the same by a plain ExecutorService), cpu_ms_per_task."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill bench dispatch",
      "  gridmill bench dispatch --cores 1 --providers 1 --json"
    })
final class DispatchCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Core nodes, each a process; default 0: all in one process.")
  private int cores;

  @Option(
      names = "--providers",
      paramLabel = "N",
      description = "Provider nodes, each a process; with --cores.")
  private int providers;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  DispatchCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    Path folder = Files.createTempDirectory("gridmill-bench-");
    GridPlan plan =
        cores == 0
            ? GridPlan.standalone(folder, 0)
            : GridPlan.of(folder, cores, Math.max(1, providers), 0);
    DispatchFigures figures;
    try (GridProcesses grid = GridProcesses.start(plan, cli);
        GridClient client = grid.connect()) {
      figures = new DispatchBench(client, () -> cpu(grid), line -> cli.console().say(line)).run();
    }
    Folders.delete(folder);
    report(figures);
    return ExitCode.OK;
  }

  private void report(DispatchFigures f) {
    if (json) {
      cli.console().print(Wire.text(f));
      return;
    }
    say("independent tasks   %,12.0f /s", f.tasks_per_s());
    say("  by an executor    %,12.0f /s", f.baseline_tasks_per_s());
    say("  CPU for each      %12.3f ms", f.cpu_ms_per_task());
    say("one task, median    %12.3f ms", f.p50_ms());
    say("  99 of 100 under   %12.3f ms", f.p99_ms());
    say("items of an array   %,12.0f /s", f.items_per_s());
  }

  private void say(String format, double value) {
    cli.console().print(String.format(Locale.ROOT, format, value));
  }

  /** The CPU time of the grid's processes, of their workers, and of this process. */
  private static Duration cpu(GridProcesses grid) {
    Duration sum = of(ProcessHandle.current());
    for (GridProcess process : grid.processes()) {
      ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
      sum = sum.plus(of(handle));
      sum = handle.descendants().map(DispatchCommand::of).reduce(sum, Duration::plus);
    }
    return sum;
  }

  private static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
