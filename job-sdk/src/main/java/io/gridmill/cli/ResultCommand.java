package io.gridmill.cli;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.ItemErrors;
import io.gridmill.job.client.TaskHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Prints the result of a task that succeeded: JSON, of an array one line an item.",
      "With --output, writes a file that the task wrote."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill result 01jd0v6q6f3m9w1x2y3z4a5b6c",
      "  gridmill result --wait 01jd0v6q6f3m9w1x2y3z4a5b6c > result.json",
      "  gridmill result --output out.png -o picture.png 01jd0v6q6f3m9w1x2y3z4a5b6c"
    })
final class ResultCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Mixin private final TaskArgument argument = new TaskArgument();

  @Option(
      names = {"-w", "--wait"},
      description = "Wait until the task has ended.")
  private boolean wait;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The output of this name instead of the result.")
  private @Nullable String output;

  @Option(
      names = "--errors",
      description = "The items of an array that failed, and why, a line each.")
  private boolean errors;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write it; default: standard output, of an output its name.")
  private @Nullable Path file;

  ResultCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() throws Exception {
    try (GridClient client = grid.open()) {
      TaskHandle task = client.task(argument.id());
      if (errors) {
        writeErrors(task);
        return ExitCode.OK;
      }
      if (wait) {
        Waiting waiting = new Waiting(cli.console());
        int status = waiting.report(waiting.await(task));
        if (status != ExitCode.OK) {
          return status;
        }
      }
      write(task);
      return ExitCode.OK;
    } catch (GridException e) {
      throw e.code() == ErrorCode.RESULT_NOT_READY
          ? new GridException(e.code(), e.getMessage() + "; --wait waits for it", e)
          : e;
    }
  }

  private void writeErrors(TaskHandle task) {
    for (Long from = 0L; from != null; ) {
      ItemErrors page = task.itemErrors(from);
      for (ItemErrors.One error : page.errors()) {
        cli.console()
            .print(error.item() + ": " + error.failure().code() + ": " + error.failure().message());
      }
      from = page.next();
    }
  }

  private void write(TaskHandle task) throws IOException {
    if (output != null) {
      Path target = cli.folder().resolve(file == null ? Path.of(output) : file);
      try (InputStream content = task.openOutput(output)) {
        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
      }
      cli.console().say(target + ": " + Files.size(target) + " bytes");
      return;
    }
    try (InputStream content = task.openResult()) {
      if (file != null) {
        Files.copy(content, cli.folder().resolve(file), StandardCopyOption.REPLACE_EXISTING);
        return;
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cli.console().print(line);
      }
    }
  }
}
