package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "kueue",
    description = {
      "Replays the published large performance test of Kueue through the scheduler in simulated"
          + " time: 50,000 workloads of three sizes over 1,000 queues.",
      "Prints one JSON object: seconds (what it took here), makespan_s (what it would take in a"
          + " grid), usage (the share of all quotas in use), mean_wait_s by size."
    })
final class KueueCommand implements Callable<Integer> {
  private final Cli cli;

  KueueCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    cli.console().print(SchedulerProcess.run("kueue", Map.of()).getLast());
    return ExitCode.OK;
  }
}
