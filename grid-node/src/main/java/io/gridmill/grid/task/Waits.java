package io.gridmill.grid.task;

import io.gridmill.job.DependencyRule;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What becomes of a task when one ends that it waits for, by its rule. */
final class Waits {
  private final Step step;
  private final List<TaskId> on;

  /** How a task stands that waits for these, or for none any more. */
  private final Function<List<TaskId>, TaskState> waiting;

  private Waits(Step step, List<TaskId> on, Function<List<TaskId>, TaskState> waiting) {
    this.step = step;
    this.on = on;
    this.waiting = waiting;
  }

  static Waits waiting(Step step, List<TaskId> on) {
    return new Waits(
        step, on, rest -> rest.isEmpty() ? step.queuedNow() : new TaskState.Waiting(rest));
  }

  static Waits paused(Step step, List<TaskId> on) {
    return new Waits(step, on, rest -> new TaskState.Paused(null, rest));
  }

  Transition release(TaskEvent.Release release) {
    if (!on.contains(release.by())) {
      return step.refuse("does not wait for " + release.by());
    }
    TaskResult result = release.result();
    String missing = result == null ? null : take(release.by(), result, release.items());
    if (missing != null && rule() == DependencyRule.ALL_SUCCEEDED) {
      return fail(missing);
    }
    return ended(release.by(), TaskStatus.SUCCEEDED);
  }

  /** Takes what the task wants of another; returns what the other one lacks, null if nothing. */
  private @Nullable String take(TaskId by, TaskResult result, boolean items) {
    for (Map.Entry<String, TaskOutput> wanted : step.spec().inputsFrom().entrySet()) {
      String output = wanted.getValue().output();
      if (!by.equals(wanted.getValue().task())) {
        continue;
      }
      if (output == null && items) {
        step.give(wanted.getKey(), new GivenInput(null, null, by));
      } else if (output == null && (result.inline() != null || result.ref() != null)) {
        step.give(wanted.getKey(), new GivenInput(result.ref(), result.inline(), null));
      } else if (output != null && result.outputs().containsKey(output)) {
        step.give(wanted.getKey(), new GivenInput(result.outputs().get(output), null, null));
      } else {
        String what = output == null ? "result" : "output named " + output;
        return "task " + by + " has no " + what + " (inputsFrom." + wanted.getKey() + ")";
      }
    }
    return null;
  }

  Transition block(TaskEvent.Block block) {
    return on.contains(block.by())
        ? ended(block.by(), block.ended())
        : step.refuse("does not wait for " + block.by());
  }

  private Transition ended(TaskId by, TaskStatus how) {
    List<TaskId> rest = on.stream().filter(task -> !task.equals(by)).toList();
    boolean succeeded = how == TaskStatus.SUCCEEDED;
    boolean failed = how == TaskStatus.FAILED || how == TaskStatus.EXPIRED;
    return switch (rule()) {
      case ALL_SUCCEEDED -> succeeded ? wait(rest) : fail("task " + by + " ended as " + how);
      case ALL_ENDED -> wait(rest);
      case ANY_SUCCEEDED ->
          succeeded || !rest.isEmpty()
              ? wait(succeeded ? List.of() : rest)
              : fail("none of its dependencies succeeded; task " + by + " ended as " + how);
      case ANY_FAILED ->
          failed || !rest.isEmpty()
              ? wait(failed ? List.of() : rest)
              : step.cancel("none of the tasks that it depends on failed").done();
    };
  }

  private DependencyRule rule() {
    return step.spec().dependencyRule();
  }

  private Transition wait(List<TaskId> rest) {
    return step.to(waiting.apply(rest)).done();
  }

  private Transition fail(String message) {
    return step.fail(null, Failure.of(ErrorCode.DEPENDENCY_FAILED, message)).done();
  }
}
