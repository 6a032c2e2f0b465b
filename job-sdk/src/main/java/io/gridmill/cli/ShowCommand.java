package io.gridmill.cli;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = "Shows one task in full.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill show 01jd0v6q6f3m9w1x2y3z4a5b6c",
      "  gridmill show --json 01jd0v6q6f3m9w1x2y3z4a5b6c | jq .status"
    })
final class ShowCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Mixin private final TaskArgument argument = new TaskArgument();

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  ShowCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() {
    try (GridClient client = grid.open()) {
      TaskView task = client.task(argument.id()).view();
      if (json) {
        cli.console().print(Wire.text(task));
      } else {
        print(task);
      }
      return ExitCode.OK;
    }
  }

  private void print(TaskView task) {
    line("task", task.id().value());
    line("name", task.spec().name());
    line("status", TaskTexts.status(task));
    line("reason", task.reason());
    line("owner", task.owner());
    line("node", task.node());
    line("progress", TaskTexts.progress(task.progress()));
    time("submitted", task.submittedAt());
    time("started", task.startedAt());
    time("finished", task.finishedAt());
    line("took", TaskTexts.took(task, cli.clock().instant()));
    spec(task.spec());
    if (task.result() != null) {
      line("result", Texts.cut(task.result().json(), 1000));
    } else if (task.resultRef() != null) {
      line("result", task.resultRef().size() + " bytes, see `gridmill result " + task.id() + "`");
    }
    task.outputs().forEach((name, ref) -> line("output", name + " " + ref.size() + " bytes"));
    Failure failure = task.failure();
    if (failure != null) {
      line("failure", TaskTexts.failure(failure));
      if (failure.detail() != null) {
        cli.console().print(failure.detail().stripTrailing());
      }
    }
  }

  private void spec(TaskSpec spec) {
    line("runs", TaskTexts.work(spec.work()));
    if (spec.array() != null) {
      line("items", Long.toString(spec.array().count()));
    }
    if (spec.input() != null) {
      line("input", Texts.cut(spec.input().json(), 1000));
    }
    for (Map.Entry<String, ArtifactRef> file : spec.inputs().entrySet()) {
      line("file", file.getKey() + " " + file.getValue().size() + " bytes");
    }
    line(
        "needs",
        spec.resources().cores()
            + (spec.resources().cores() == 1 ? " core, " : " cores, ")
            + spec.resources().memory()
            + (spec.resources().devices() == 0 ? "" : ", " + spec.resources().devices() + " GPUs"));
    line("where", spec.constraint().toString());
    line("priority", spec.priority() == 0 ? null : Integer.toString(spec.priority()));
    spec.labels().forEach((label, value) -> line("label", label + "=" + value));
  }

  private void time(String label, @Nullable Instant time) {
    line(label, time == null ? null : Texts.shown(time));
  }

  private void line(String label, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      cli.console().print(String.format("%-10s %s", label, value));
    }
  }
}
