package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.cli.GridPlan;
import io.gridmill.cli.GridProcess;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "dispatch",
    description = {
      "Measures tasks and items that do nothing, through REST, from submission to result.",
      "It starts grids of its own on this machine, and stops them afterwards: one that keeps each row"
          + " in the memory of two nodes, and one of one node with a log that is synced to disk.",
      "The last line of --json is one object: tasks_per_s, tasks_per_s_synced, p50_ms, p99_ms,"
          + " items_per_s, items_per_s_kept (with 64 bytes each), baseline_tasks_per_s (the same by a"
          + " plain ExecutorService), cpu_ms_per_task, cpu_ms_per_task_synced, setting."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill bench dispatch",
      "  gridmill bench dispatch --cores 1 --providers 1 --json"
    })
final class DispatchCommand implements Callable<Integer> {
  /** Room for all rows of a run, twice. */
  private static final Map<String, String> MEMORY = Map.of("data.size", "3GiB");

  private final Cli cli;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description =
          "Core nodes, each a process; default 0: gateway, core and provider in one process, and a"
              + " second core node beside it.")
  private int cores;

  @Option(
      names = "--copies",
      paramLabel = "N",
      defaultValue = "2",
      description = "Without --cores: how many nodes keep each row; default ${DEFAULT-VALUE}.")
  private int copies;

  @Option(
      names = "--providers",
      paramLabel = "N",
      description = "Provider nodes, each a process; with --cores.")
  private int providers;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "" + DispatchBench.TASKS,
      description =
          "Tasks in bulk, four times to warm up and once to measure; default ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--no-sync",
      description = "Leave out the part with the log that is synced to disk.")
  private boolean noSync;

  @Option(names = "--bulk", description = "Only tasks in bulk, with all copies in memory.")
  private boolean onlyBulk;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  DispatchCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (onlyBulk) {
      DispatchBench.Bulk bulk = inGrid(this::memoryPlan, DispatchBench::bulk);
      cli.console().print(Wire.text(bulk));
      return ExitCode.OK;
    }
    Memory memory = inGrid(this::memoryPlan, Memory::of);
    DispatchBench.Bulk synced =
        noSync
            ? null
            : inGrid(
                folder -> GridPlan.standalone(folder, 0).withPersistence("fsync"),
                DispatchBench::bulk);
    cli.console().say("running tasks on a plain ExecutorService");
    report(
        new DispatchFigures(
            memory.bulk.perSecond(),
            synced == null ? null : synced.perSecond(),
            memory.p50,
            memory.p99,
            memory.items,
            memory.kept,
            DispatchBench.baseline(),
            memory.bulk.cpuMillisEach(),
            synced == null ? null : synced.cpuMillisEach(),
            setting()));
    return ExitCode.OK;
  }

  private GridPlan memoryPlan(Path folder) {
    return cores == 0
        ? GridPlan.standalone(folder, 0).withStandbys(copies - 1)
        : GridPlan.of(folder, cores, Math.max(1, providers), 0);
  }

  private String setting() {
    String nodes =
        cores == 0
            ? "gateway, core and provider in one process, "
                + (copies - 1)
                + " more core nodes, each in another, each row in the memory of "
                + copies
                + " nodes"
            : cores
                + " core, "
                + Math.max(1, providers)
                + " provider nodes and a gateway, each row in the memory of two nodes";
    return nodes
        + (noSync ? "" : "; synced: one process, its log synced before an answer")
        + "; "
        + Runtime.getRuntime().availableProcessors()
        + " processors for all, the client included";
  }

  /** What is measured in memory. */
  private record Memory(
      DispatchBench.Bulk bulk, double p50, double p99, double items, double kept) {
    static Memory of(DispatchBench bench) throws InterruptedException, TimeoutException {
      DispatchBench.Bulk bulk = bench.bulk();
      double[] millis = bench.singles();
      return new Memory(
          bulk,
          DispatchBench.round(millis[millis.length / 2]),
          DispatchBench.round(millis[millis.length * 99 / 100]),
          bench.items(),
          bench.keptItems());
    }
  }

  /** What is measured in one grid. */
  @FunctionalInterface
  private interface Part<T> {
    T of(DispatchBench bench) throws InterruptedException, TimeoutException;
  }

  private <T> T inGrid(Function<Path, GridPlan> plan, Part<T> part) throws Exception {
    Path folder = Files.createTempDirectory("gridmill-bench-");
    try (GridProcesses grid = GridProcesses.start(plan.apply(folder).withSettings(MEMORY), cli);
        GridClient client = grid.connect()) {
      return part.of(
          new DispatchBench(client, tasks, () -> cpu(grid), line -> cli.console().say(line)));
    } finally {
      Folders.delete(folder);
    }
  }

  private void report(DispatchFigures f) {
    if (json) {
      cli.console().print(Wire.text(f));
      return;
    }
    cli.console().print(f.setting());
    say("independent tasks   %,12.0f /s", f.tasks_per_s());
    say("  CPU for each      %12.3f ms", f.cpu_ms_per_task());
    if (f.tasks_per_s_synced() != null && f.cpu_ms_per_task_synced() != null) {
      say("  log synced        %,12.0f /s", f.tasks_per_s_synced());
      say("  CPU for each      %12.3f ms", f.cpu_ms_per_task_synced());
    }
    say("  by an executor    %,12.0f /s", f.baseline_tasks_per_s());
    say("one task, median    %12.3f ms", f.p50_ms());
    say("  99 of 100 under   %12.3f ms", f.p99_ms());
    say("items of an array   %,12.0f /s", f.items_per_s());
    say("  64 bytes kept     %,12.0f /s", f.items_per_s_kept());
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
