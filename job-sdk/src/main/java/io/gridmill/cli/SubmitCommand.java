package io.gridmill.cli;

import io.gridmill.job.TaskSpec;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.client.TaskHandle;
import io.gridmill.job.wire.Wire;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Hands a task to the grid and prints its id, alone on standard output.",
      "A task is a job class in a jar, a command, or a file of JSON with the whole task."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill submit target/hello.jar --input '{\"n\":3}' --wait",
      "  gridmill submit jobs.jar --class com.example.Render --array 1000 --cores 4 --follow",
      "  gridmill submit jobs.jar --class com.example.Score --array lines.ndjson --in model=m.bin",
      "  gridmill submit --command --in in.png=in.png --out out.png -- convert in.png out.png",
      "  gridmill submit task.json",
      "  id=$(gridmill submit ...) && gridmill result --wait $id"
    })
final class SubmitCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Mixin private final WorkOptions work = new WorkOptions();
  @Mixin private final TaskDetails details = new TaskDetails();

  @Option(
      names = "--key",
      paramLabel = "WORD",
      description = "The same word with the same task again gives the task that is there already.")
  private @Nullable String key;

  @Option(
      names = {"-w", "--wait"},
      description = "Wait for its end; exit status 1 if it does not succeed.")
  private boolean wait;

  @Option(
      names = {"-f", "--follow"},
      description = "Wait for its end, with its log on standard error.")
  private boolean follow;

  @Option(names = "--json", description = "Print the whole task as JSON instead of its id.")
  private boolean json;

  SubmitCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() throws Exception {
    WorkSource source = work.source(cli);
    try (GridClient client = grid.open()) {
      TaskSpec spec = source.spec(client, cli.console(), details);
      TaskHandle task = client.submit(spec, key == null ? UUID.randomUUID().toString() : key);
      if (!json) {
        cli.console().print(task.id().value());
      }
      int status = wait || follow ? await(task) : ExitCode.OK;
      if (json) {
        cli.console().print(Wire.text(task.view()));
      }
      return status;
    }
  }

  private int await(TaskHandle task) throws InterruptedException {
    Waiting waiting = new Waiting(cli.console());
    TaskEventView end = follow ? waiting.follow(task) : waiting.await(task);
    int status = waiting.report(end);
    if (status == ExitCode.OK && !json) {
      String result = end.result() == null ? "" : ", " + Texts.cut(end.result().json(), 1000);
      cli.console().say(TaskTexts.end(end) + result);
    }
    return status;
  }
}
