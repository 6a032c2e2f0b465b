package io.gridmill.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    description = {
      "Stops the grid that `up` started on this machine; also what is left of one that crashed.",
      "Without a grid it does nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = "  gridmill down")
final class DownCommand implements Callable<Integer> {
  private final Cli cli;

  DownCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException {
    Optional<GridState> grid = GridState.read(cli.environment());
    if (grid.isEmpty()) {
      cli.console().say("no grid is up");
      return ExitCode.OK;
    }
    cli.console().progress("stopping");
    int forced = GridStop.stop(grid.get().processes());
    GridState.remove(cli.environment());
    cli.console().say(forced == 0 ? "stopped" : "stopped, " + forced + " processes by force");
    return ExitCode.OK;
  }
}
