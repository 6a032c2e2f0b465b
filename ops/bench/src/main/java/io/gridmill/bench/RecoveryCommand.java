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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "recovery",
    description = {
      "Measures how soon work goes on after kill -9: of a worker, of a provider node, of the core"
          + " node that runs the scheduler, and of all nodes at once while very many tasks wait.",
      "It starts grids of its own on this machine, with the settings that ship, and stops them.",
      "The last line of --json is one object with the median and the worst of each, in seconds."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill bench recovery",
      "  gridmill bench recovery --waiting 100000 --json",
      "  gridmill bench recovery --only cold"
    })
final class RecoveryCommand implements Callable<Integer> {
  private static final Spread NONE = new Spread(List.of(0.0));

  private final Cli cli;

  @Option(names = "--trials", paramLabel = "N", description = "Kills of each kind; default 5.")
  private int trials = 5;

  @Option(names = "--cold-trials", paramLabel = "N", description = "Cold restarts; default 3.")
  private int coldTrials = 3;

  @Option(
      names = "--waiting",
      paramLabel = "N",
      description = "Tasks that wait at a cold restart; default 1000000.")
  private int waiting = 1_000_000;

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "worker, provider, core or cold; default all.")
  private String only = "";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where the grid of the cold restart is kept; one that is there already is started again"
              + " as it is. Default: a folder that goes with it.")
  private @Nullable Path dir;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  RecoveryCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    Spread workers = NONE;
    Spread providers = NONE;
    Spread cores = NONE;
    ColdRestart.Times cold = new ColdRestart.Times(NONE, NONE);
    try (Reports reports = new Reports()) {
      if (!only.equals("cold")) {
        Path folder = Files.createTempDirectory("gridmill-bench-");
        try (GridProcesses grid = GridProcesses.start(GridPlan.of(folder, 3, 2, 0), cli);
            GridClient client = grid.connect()) {
          var bench =
              new RecoveryBench(grid, client, reports, trials, line -> cli.console().say(line));
          workers = wants("worker") ? bench.workers() : NONE;
          providers = wants("provider") ? bench.providers() : NONE;
          cores = wants("core") ? bench.cores() : NONE;
        }
        Folders.delete(folder);
      }
    }
    if (wants("cold")) {
      cold = cold();
    }
    report(
        new RecoveryFigures(
            round(workers.median()),
            round(workers.max()),
            round(providers.median()),
            round(providers.max()),
            round(cores.median()),
            round(cores.max()),
            round(cold.firstRun().median()),
            round(cold.firstRun().max()),
            round(cold.allKnown().median()),
            round(cold.allKnown().max()),
            waiting,
            trials,
            coldTrials));
    return ExitCode.OK;
  }

  private ColdRestart.Times cold() throws IOException, InterruptedException, TimeoutException {
    Path folder = dir == null ? Files.createTempDirectory("gridmill-bench-") : dir;
    GridPlan plan = new GridPlan(folder, 1, 1, 0, "log_only", true, Map.of(), dir == null, 0);
    try (Reports reports = Reports.keptIn(folder.resolve("reports.port"))) {
      ColdRestart restart = new ColdRestart(plan, cli, reports);
      if (!Files.exists(folder.resolve("kept"))) {
        restart.fill(waiting);
      }
      return coldTrials == 0 ? new ColdRestart.Times(NONE, NONE) : restart.run(coldTrials);
    } finally {
      if (dir == null) {
        Folders.delete(folder);
      }
    }
  }

  private boolean wants(String part) {
    return only.isEmpty() || only.equals(part);
  }

  private static double round(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  private void report(RecoveryFigures f) {
    if (json) {
      cli.console().print(Wire.text(f));
      return;
    }
    say("worker killed, task runs again", f.worker_to_rerun_s(), f.worker_to_rerun_max_s());
    say("provider killed, task runs again", f.provider_to_rerun_s(), f.provider_to_rerun_max_s());
    say("scheduler killed, task placed", f.core_to_placement_s(), f.core_to_placement_max_s());
    say(
        "all killed, " + waiting + " waiting, task runs",
        f.cold_restart_s(),
        f.cold_restart_max_s());
    say("  and all that wait are known", f.cold_known_s(), f.cold_known_max_s());
  }

  private void say(String what, double median, double max) {
    if (max == 0) {
      return; // not asked for
    }
    cli.console()
        .print(String.format(Locale.ROOT, "%-40s %7.3f s, at worst %7.3f s", what, median, max));
  }
}
