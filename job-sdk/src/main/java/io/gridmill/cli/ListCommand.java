package io.gridmill.cli;

import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.TaskQuery;
import io.gridmill.job.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = "Lists tasks, newest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill ls                            the latest 20",
      "  gridmill ls --active                   those that have not ended",
      "  gridmill ls --status FAILED --label team=a --limit 100",
      "  gridmill ls --json | jq -r .id"
    })
final class ListCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<TaskStatus> statuses = List.of();

  @Option(
      names = {"-a", "--active"},
      description = "Only tasks that have not ended.")
  private boolean active;

  @Option(names = "--name", paramLabel = "NAME", description = "Only tasks of this name.")
  private @Nullable String name;

  @Option(names = "--label", paramLabel = "K=V", description = "Only tasks with this label.")
  private Map<String, String> labels = Map.of();

  @Option(names = "--owner", paramLabel = "OWNER", description = "For operators: whose tasks.")
  private @Nullable String owner;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; default 20.")
  private int limit = 20;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  ListCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() {
    try (GridClient client = grid.open();
        Stream<TaskView> found = client.tasks(query())) {
      Stream<TaskView> tasks = found.limit(limit);
      if (json) {
        tasks.forEach(task -> cli.console().print(Wire.text(task)));
      } else {
        print(tasks.toList());
      }
      return ExitCode.OK;
    }
  }

  private TaskQuery query() {
    TaskQuery query = TaskQuery.ALL.withPageSize(Math.clamp(limit, 1, 1000));
    if (active) {
      query = query.withActive();
    } else if (!statuses.isEmpty()) {
      query = query.withStatus(statuses.toArray(TaskStatus[]::new));
    }
    if (name != null) {
      query = query.withName(name);
    }
    if (owner != null) {
      query = query.withOwner(owner);
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      query = query.withLabel(label.getKey(), label.getValue());
    }
    return query;
  }

  private void print(List<TaskView> tasks) {
    if (tasks.isEmpty()) {
      cli.console().say("no tasks");
      return;
    }
    Instant now = cli.clock().instant();
    Table table = new Table("ID", "NAME", "STATUS", "PROGRESS", "NODE", "TOOK", "SUBMITTED");
    for (TaskView task : tasks) {
      table.add(
          task.id().value(),
          Texts.cut(task.spec().name(), 30),
          TaskTexts.status(task),
          Texts.cut(TaskTexts.progress(task.progress()), 30),
          Texts.cut(task.node(), 20),
          TaskTexts.took(task, now),
          Texts.shown(Duration.between(task.submittedAt(), now)) + " ago");
    }
    table.print(cli.console());
  }
}
