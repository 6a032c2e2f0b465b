package io.gridmill.cli;

import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.Work;
import io.gridmill.job.client.TaskEventView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How tasks are put for people. */
final class TaskTexts {
  private TaskTexts() {}

  static String status(TaskView task) {
    String attempt = task.attempt() > 1 ? " (attempt " + task.attempt() + ")" : "";
    return task.status() + attempt;
  }

  static String progress(@Nullable Progress progress) {
    if (progress == null) {
      return "";
    }
    String of = progress.total() > 0 ? "/" + progress.total() : "";
    String failed = progress.failed() > 0 ? ", " + progress.failed() + " failed" : "";
    String note = progress.note() == null ? "" : " " + progress.note();
    return progress.done() + of + failed + note;
  }

  static String took(TaskView task, Instant now) {
    if (task.startedAt() == null) {
      return "";
    }
    Instant end = task.finishedAt() == null ? now : task.finishedAt();
    return Texts.shown(Duration.between(task.startedAt(), end));
  }

  static String failure(Failure failure) {
    return failure.code() + ": " + failure.message();
  }

  static String work(Work work) {
    return switch (work) {
      case Work.Java java -> java.className();
      case Work.Command command -> String.join(" ", command.argv());
    };
  }

  /** One line on how a task ended. */
  static String end(TaskEventView task) {
    StringBuilder line = new StringBuilder("task " + task.id() + ": " + task.status());
    if (task.failure() != null && task.status() != TaskStatus.SUCCEEDED) {
      line.append(", ").append(failure(task.failure()));
    }
    if (task.reason() != null) {
      line.append(", ").append(task.reason());
    }
    return line.toString();
  }
}
