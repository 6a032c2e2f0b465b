package io.gridmill.grid.task;

import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a task is shown to its owner. */
final class TaskViews {
  private TaskViews() {}

  static TaskView of(Task task) {
    TaskState state = task.state();
    TaskResult result = state instanceof TaskState.Succeeded end ? end.result() : null;
    Attempt attempt = attempt(state);
    return new TaskView(
        task.id(),
        task.version(),
        task.owner(),
        task.status(),
        task.attempts(),
        attempt == null ? null : attempt.node(),
        progress(task),
        task.submittedAt(),
        task.startedAt(),
        finishedAt(state),
        failure(task),
        result == null ? null : result.inline(),
        result == null ? null : result.ref(),
        result == null ? Map.of() : result.outputs(),
        task.array() == null ? Map.of() : task.array().byNode(),
        reason(task),
        task.spec());
  }

  private static @Nullable Attempt attempt(TaskState state) {
    return switch (state) {
      case TaskState.Assigned assigned -> assigned.attempt();
      case TaskState.Running running -> running.attempt();
      case TaskState.Paused paused -> paused.attempt();
      case TaskState.Succeeded end -> end.attempt();
      case TaskState.Failed end -> end.attempt();
      case TaskState.Waiting _,
          TaskState.Queued _,
          TaskState.Spread _,
          TaskState.Replicated _,
          TaskState.Cancelled _,
          TaskState.Expired _ ->
          null;
    };
  }

  private static @Nullable Progress progress(Task task) {
    return task.array() == null ? task.progress() : task.array().progress();
  }

  private static @Nullable Instant finishedAt(TaskState state) {
    return switch (state) {
      case TaskState.Succeeded end -> end.at();
      case TaskState.Failed end -> end.at();
      case TaskState.Cancelled end -> end.at();
      case TaskState.Expired end -> end.at();
      case TaskState.Waiting _,
          TaskState.Queued _,
          TaskState.Assigned _,
          TaskState.Running _,
          TaskState.Spread _,
          TaskState.Replicated _,
          TaskState.Paused _ ->
          null;
    };
  }

  private static @Nullable Failure failure(Task task) {
    return switch (task.state()) {
      case TaskState.Failed end -> end.failure();
      case TaskState.Succeeded _ -> null;
      default -> task.lastFailure();
    };
  }

  private static @Nullable String reason(Task task) {
    return switch (task.state()) {
      case TaskState.Waiting waiting -> waits(waiting);
      case TaskState.Queued queued when task.lastFailure() != null ->
          "runs again, not before " + queued.notBefore();
      case TaskState.Cancelled end -> end.reason();
      case TaskState.Running running when running.attempt().yields() ->
          "makes way at its next checkpoint: " + running.attempt().yielding();
      case TaskState.Expired end -> expired(task, end);
      case TaskState.Replicated state -> Replicas.standing(state);
      default -> null;
    };
  }

  private static String expired(Task task, TaskState.Expired end) {
    Duration limit = task.spec().queueLimit();
    return limit == null || end.at().isBefore(task.submittedAt().plus(limit))
        ? "did not start by its deadline, " + task.spec().scheduling().deadline()
        : "waited longer than " + limit;
  }

  private static String waits(TaskState.Waiting waiting) {
    String first = "waits for task " + waiting.on().getFirst();
    int more = waiting.on().size() - 1;
    return more == 0 ? first : first + " and " + more + " more";
  }
}
