package io.gridmill.cli;

import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.LogEntry;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.client.TaskHandle;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Waits for the end of a task, and shows how it comes along. */
final class Waiting {
  private final Console console;

  Waiting(Console console) {
    this.console = console;
  }

  /** Waits; with a bar, if a person watches. */
  TaskEventView await(TaskHandle task) throws InterruptedException {
    if (!console.isTerminal()) {
      return task.await();
    }
    try (Stream<TaskEventView> events = task.events()) {
      Optional<TaskEventView> end =
          events.peek(this::show).filter(e -> e.status().isTerminal()).findFirst();
      console.clear();
      return end.isPresent() ? end.get() : task.await();
    }
  }

  /** Waits, with the task's log on standard error. */
  TaskEventView follow(TaskHandle task) throws InterruptedException {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> log =
          thread.submit(
              () -> {
                try (Stream<LogEntry> lines = task.logs(true)) {
                  lines.forEach(line -> console.say(line.text()));
                }
              });
      TaskEventView end = task.await();
      try {
        log.get();
      } catch (java.util.concurrent.ExecutionException e) {
        console.say("gridmill: the rest of the log cannot be read: " + e.getMessage());
      }
      return end;
    }
  }

  private void show(TaskEventView task) {
    Progress progress = task.progress();
    String bar =
        progress != null && progress.total() > 0 ? Console.bar(progress.fraction()) + " " : "";
    console.progress(bar + task.status() + " " + TaskTexts.progress(progress));
  }

  /** Says how a task ended, with the details if it failed, and gives the exit status for it. */
  int report(TaskEventView end) {
    if (end.status() == TaskStatus.SUCCEEDED) {
      return ExitCode.OK;
    }
    console.say("gridmill: " + TaskTexts.end(end));
    Failure failure = end.failure();
    if (failure != null && failure.detail() != null) {
      console.say(failure.detail().stripTrailing());
    }
    return ExitCode.FAILED;
  }
}
