package io.gridmill.cli;

import io.gridmill.job.TaskId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** What commands about one task are told first. */
final class TaskArgument {
  @Parameters(paramLabel = "ID", description = "The task.")
  private @Nullable TaskId id;

  /** The task; the command line has refused to do without. */
  TaskId id() {
    return Objects.requireNonNull(id);
  }
}
