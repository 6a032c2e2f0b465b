package io.gridmill.cli;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.TaskHandle;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends tasks, holds them, or lets them go on. */
class ChangeCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The tasks.")
  private List<TaskId> ids = List.of();

  private ChangeCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  static ChangeCommand cancel(Cli cli, Connection grid) {
    return new Cancel(cli, grid);
  }

  static ChangeCommand pause(Cli cli, Connection grid) {
    return new Pause(cli, grid);
  }

  static ChangeCommand resume(Cli cli, Connection grid) {
    return new Resume(cli, grid);
  }

  TaskView change(TaskHandle task) {
    return task.resume();
  }

  @Override
  public Integer call() {
    int status = ExitCode.OK;
    try (GridClient client = grid.open()) {
      for (TaskId id : ids) {
        try {
          TaskView task = change(client.task(id));
          cli.console().say("task " + id + ": " + task.status());
        } catch (GridException e) {
          status = ExitCode.of(e);
          if (status == ExitCode.NO_GRID || status == ExitCode.NOT_ALLOWED) {
            throw e;
          }
          cli.console().say("gridmill: " + e.getMessage());
        }
      }
    }
    return status;
  }

  @Command(
      description = "Ends tasks that have not ended.",
      footerHeading = "%nExamples:%n",
      footer = "  gridmill cancel --reason \"wrong input\" 01jd0v6q6f3m9w1x2y3z4a5b6c")
  private static final class Cancel extends ChangeCommand {
    @Option(names = "--reason", paramLabel = "WORDS", description = "Why; kept with the task.")
    private @Nullable String reason;

    @Option(
        names = "--downstream",
        description = "Ends what depends on them, too, directly or by way of others.")
    private boolean downstream;

    Cancel(Cli cli, Connection grid) {
      super(cli, grid);
    }

    @Override
    TaskView change(TaskHandle task) {
      String why = reason == null ? "cancelled by its owner" : reason;
      return downstream ? task.cancelDownstream(why) : task.cancel(why);
    }
  }

  @Command(
      description = "Holds tasks: nothing of them runs until they are resumed.",
      footerHeading = "%nExamples:%n",
      footer = "  gridmill pause 01jd0v6q6f3m9w1x2y3z4a5b6c")
  private static final class Pause extends ChangeCommand {
    Pause(Cli cli, Connection grid) {
      super(cli, grid);
    }

    @Override
    TaskView change(TaskHandle task) {
      return task.pause();
    }
  }

  @Command(
      description = "Lets paused tasks go on.",
      footerHeading = "%nExamples:%n",
      footer = "  gridmill resume 01jd0v6q6f3m9w1x2y3z4a5b6c")
  private static final class Resume extends ChangeCommand {
    Resume(Cli cli, Connection grid) {
      super(cli, grid);
    }
  }
}
