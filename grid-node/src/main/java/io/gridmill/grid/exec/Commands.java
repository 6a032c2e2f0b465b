package io.gridmill.grid.exec;

import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs tasks that are commands: a process for each. */
final class Commands {
  private final ProcessStart start;
  private final WorkerPool pool;
  private final Reports reports;
  private final Outcomes outcomes;
  private final LogShipper logs;
  private final Stopping stopping;
  private final ByteSize logLimit;

  Commands(
      ProcessStart start,
      WorkerPool pool,
      Reports reports,
      Outcomes outcomes,
      LogShipper logs,
      Stopping stopping,
      ByteSize logLimit) {
    this.start = start;
    this.pool = pool;
    this.reports = reports;
    this.outcomes = outcomes;
    this.logs = logs;
    this.stopping = stopping;
    this.logLimit = logLimit;
  }

  /** Runs a command to its end, on this thread. */
  void run(Assignment assignment) {
    Work.Command command = (Work.Command) assignment.order.spec().work();
    Path folder = own(assignment).resolve("work");
    Failure failure;
    try {
      Files.createDirectories(folder);
      failure = run(assignment, command, folder);
    } catch (IOException | RuntimeException e) {
      failure = Failure.of(ErrorCode.WORKER_START_FAILED, "the command cannot start: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = Failure.of(ErrorCode.NODE_LOST, "the node stops");
    }
    pool.commandEnded(assignment);
    report(assignment, command, folder, failure);
  }

  private static Path own(Assignment assignment) {
    return Objects.requireNonNull(assignment.prepared.folder(), "commands get a folder");
  }

  private void report(
      Assignment assignment, Work.Command command, Path folder, @Nullable Failure failure) {
    Failure doom = assignment.doom;
    if (assignment.dropped) {
      reports.drop(assignment);
    } else if (doom != null) {
      reports.fail(assignment, doom);
    } else if (assignment.yields()) {
      reports.handBack(assignment, "it was stopped to make way");
    } else if (failure != null) {
      reports.fail(assignment, failure);
    } else {
      try {
        reports.succeed(
            assignment, new TaskResult(null, null, outcomes.outputs(command.outputs(), folder)));
      } catch (IOException | RuntimeException e) {
        String message = "the outputs could not be stored: " + e.getMessage();
        reports.fail(assignment, Failure.of(ErrorCode.UNAVAILABLE, message));
      }
    }
  }

  private @Nullable Failure run(Assignment assignment, Work.Command command, Path folder)
      throws IOException, InterruptedException {
    String program = command.argv().getFirst();
    Optional<Path> found = start.find(program);
    if (found.isEmpty()) {
      return Failure.of(
          ErrorCode.COMMAND_FAILED, "work.argv: " + program + " is not installed on this node");
    }
    List<String> argv = new ArrayList<>(command.argv());
    argv.set(0, found.get().toString());
    Process process =
        start.start(argv, folder, assignment.key.memory(), command.environment(), false);
    CommandRun host = new CommandRun(process);
    Leftovers.note(own(assignment), process);
    process.getOutputStream().close();
    synchronized (pool) {
      assignment.host = host;
      assignment.begin(System.nanoTime());
      if (assignment.isCondemned() || assignment.yields()) {
        host.kill();
      }
    }
    Thread out = pipe(assignment, process.getInputStream(), "stdout");
    Thread err = pipe(assignment, process.getErrorStream(), "stderr");
    int code = process.waitFor();
    host.kill();
    Pipes.await(out);
    Pipes.await(err);
    return failure(assignment, command, folder, code);
  }

  private Thread pipe(Assignment assignment, InputStream pipe, String stream) {
    return Pipes.read(
        pipe,
        "command-" + stream,
        line -> {
          if (!logs.add(assignment.output, stream, line)) {
            stopping.overflow(assignment, logLimit);
          }
        });
  }

  private @Nullable Failure failure(
      Assignment assignment, Work.Command command, Path folder, int code) {
    if (code != 0) {
      return new Failure(
          ErrorCode.COMMAND_FAILED, Exits.describe(code), logs.tail(assignment.output));
    }
    for (String name : command.outputs()) {
      if (!Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        return Failure.of(
            ErrorCode.OUTPUT_MISSING, "work.outputs: the command did not write " + name);
      }
    }
    return null;
  }
}
