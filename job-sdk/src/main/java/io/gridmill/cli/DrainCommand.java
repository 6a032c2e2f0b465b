package io.gridmill.cli;

import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.MaintenancePlan;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "Has a node get no more work, now or in a time that is planned, and work again.",
      "Preemptible work goes on elsewhere; the rest ends by itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill drain attic",
      "  gridmill drain attic --from 2027-02-01T02:00:00Z --until 2027-02-01T06:00:00Z",
      "  gridmill drain attic --end"
    })
final class DrainCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Parameters(paramLabel = "NODE", description = "The node's name.")
  private @Nullable String node;

  @Option(names = "--from", paramLabel = "INSTANT", description = "From when on; default now.")
  private @Nullable Instant from;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      description = "When it works again; default: with --end.")
  private @Nullable Instant until;

  @Option(names = "--reason", paramLabel = "TEXT", description = "What people are told.")
  private @Nullable String reason;

  @Option(names = "--end", description = "Let it work again.")
  private boolean end;

  DrainCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() {
    String name = Objects.requireNonNull(node);
    try (GridClient client = grid.open()) {
      if (end) {
        client.endMaintenance(name);
        cli.console().say("node " + name + " may work again");
      } else {
        MaintenancePlan plan = client.maintain(name, new MaintenancePlan(from, until, reason));
        cli.console()
            .say(
                "node "
                    + name
                    + " gets nothing that would last beyond "
                    + plan.from()
                    + (plan.until() == null
                        ? "; `gridmill drain " + name + " --end` lets it work again"
                        : ", until " + plan.until()));
      }
      return ExitCode.OK;
    }
  }
}
