package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "schedule",
    description = {
      "Measures what the scheduler's decisions cost, with simulated nodes and time.",
      "A thousand tasks end in each tick, and others take their place; the news of the ends is"
          + " part of what is measured, in time that a core spent.",
      "The last line of --json is one object: placements_per_s, tick_cost_ratio (a tick with the"
          + " most waiting over one with 10,000), heap_bytes_per_waiting."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill bench schedule --json",
      "  gridmill bench schedule --nodes 1000 --waiting 100000"
    })
final class ScheduleCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--nodes", paramLabel = "N", description = "Nodes; default 10000.")
  private int nodes = 10_000;

  @Option(names = "--waiting", paramLabel = "N", description = "Waiting tasks; default 1000000.")
  private int waiting = 1_000_000;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  ScheduleCommand(Cli cli) {
    this.cli = cli;
  }

  /** What the simulation found. */
  record Figures(
      int nodes,
      int waiting,
      double placements_per_s,
      double tick_ms,
      double tick_cost_ratio,
      double heap_bytes_per_waiting) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    String found =
        SchedulerProcess.run(
                "schedule",
                Map.of("nodes", Integer.toString(nodes), "waiting", Integer.toString(waiting)))
            .getLast();
    if (json) {
      cli.console().print(found);
      return ExitCode.OK;
    }
    Figures f = Wire.read(found, Figures.class);
    say("nodes                        %,12.0f", f.nodes());
    say("waiting tasks                %,12.0f", f.waiting());
    say("placements on one core       %,12.0f /s", f.placements_per_s());
    say("one tick of 1,000 ends       %12.2f ms", f.tick_ms());
    say("  over one with 10,000       %12.2f", f.tick_cost_ratio());
    say("heap for each waiting task   %,12.0f B", f.heap_bytes_per_waiting());
    return ExitCode.OK;
  }

  private void say(String format, double value) {
    cli.console().print(String.format(Locale.ROOT, format, value));
  }
}
