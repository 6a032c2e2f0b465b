package io.gridmill.cli;

import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.LogEntry;
import io.gridmill.job.wire.Wire;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "Shows what a task printed and logged.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill logs 01jd0v6q6f3m9w1x2y3z4a5b6c         what there is now",
      "  gridmill logs -f 01jd0v6q6f3m9w1x2y3z4a5b6c      until the task has ended",
      "  gridmill logs -t 01jd0v6q6f3m9w1x2y3z4a5b6c      with times and where it was written"
    })
final class LogsCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Mixin private final TaskArgument argument = new TaskArgument();

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for more until the task has ended.")
  private boolean follow;

  @Option(
      names = {"-t", "--times"},
      description = "With the time, the attempt and stdout, stderr or log.")
  private boolean times;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  LogsCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() {
    try (GridClient client = grid.open();
        Stream<LogEntry> lines = client.task(argument.id()).logs(follow)) {
      lines.forEach(line -> cli.console().print(text(line)));
      return ExitCode.OK;
    }
  }

  private String text(LogEntry line) {
    if (json) {
      return Wire.text(line);
    }
    return times
        ? String.format(
            "%s %d %-6s %s", Texts.shown(line.at()), line.attempt(), line.stream(), line.text())
        : line.text();
  }
}
