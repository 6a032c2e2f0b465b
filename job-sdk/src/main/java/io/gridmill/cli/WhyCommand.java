package io.gridmill.cli;

import io.gridmill.job.client.Explanation;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "Says why a task waits, and about how long.",
    footerHeading = "%nExamples:%n",
    footer = "  gridmill why 01jd0v6q6f3m9w1x2y3z4a5b6c")
final class WhyCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Mixin private final TaskArgument argument = new TaskArgument();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  WhyCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() {
    try (GridClient client = grid.open()) {
      Explanation why = client.task(argument.id()).why();
      if (json) {
        cli.console().print(Wire.text(why));
        return ExitCode.OK;
      }
      why.reasons().forEach(cli.console()::print);
      Instant expected = why.expected();
      if (expected != null) {
        Duration wait = Duration.between(cli.clock().instant(), expected);
        cli.console()
            .print("it starts in about " + Texts.shown(wait.isNegative() ? Duration.ZERO : wait));
      }
      return ExitCode.OK;
    }
  }
}
