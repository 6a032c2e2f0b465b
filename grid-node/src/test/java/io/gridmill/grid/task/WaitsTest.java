package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.DependencyRule;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final ArtifactRef REF = new ArtifactRef("ab".repeat(32), 1);
  private static final TaskId A = TaskId.derived("me", "a");
  private static final TaskId B = TaskId.derived("me", "b");

  private static Task waiting(DependencyRule rule, Map<String, TaskOutput> inputsFrom) {
    TaskSpec spec =
        SpecMaker.of(new Work.Java(List.of(REF), "a.Job"))
            .name("t")
            .dependsOn(List.of(A, B))
            .dependencyRule(rule)
            .inputsFrom(inputsFrom)
            .make();
    return TaskLifecycle.begin(TaskId.derived("me", "task"), "me", spec, NOW);
  }

  private static Task ended(Task task, TaskId by, TaskStatus how) {
    TaskEvent event =
        how == TaskStatus.SUCCEEDED ? new TaskEvent.Release(by) : new TaskEvent.Block(by, how);
    return TaskLifecycle.apply(task, event, NOW).task();
  }

  @ParameterizedTest
  @CsvSource({
    "ALL_SUCCEEDED, SUCCEEDED, SUCCEEDED, WAITING,   QUEUED",
    "ALL_SUCCEEDED, SUCCEEDED, FAILED,    WAITING,   FAILED",
    "ALL_SUCCEEDED, CANCELLED, SUCCEEDED, FAILED,    FAILED",
    "ANY_SUCCEEDED, SUCCEEDED, FAILED,    QUEUED,    QUEUED",
    "ANY_SUCCEEDED, FAILED,    SUCCEEDED, WAITING,   QUEUED",
    "ANY_SUCCEEDED, FAILED,    EXPIRED,   WAITING,   FAILED",
    "ANY_FAILED,    FAILED,    SUCCEEDED, QUEUED,    QUEUED",
    "ANY_FAILED,    SUCCEEDED, EXPIRED,   WAITING,   QUEUED",
    "ANY_FAILED,    SUCCEEDED, CANCELLED, WAITING,   CANCELLED",
    "ALL_ENDED,     FAILED,    SUCCEEDED, WAITING,   QUEUED",
    "ALL_ENDED,     CANCELLED, EXPIRED,   WAITING,   QUEUED",
  })
  void goesByItsRule(
      DependencyRule rule, TaskStatus a, TaskStatus b, TaskStatus afterA, TaskStatus afterB) {
    Task first = ended(waiting(rule, Map.of()), A, a);
    assertThat(first.status()).isEqualTo(afterA);
    assertThat(ended(first, B, b).status()).isEqualTo(afterB);
    Task held = TaskLifecycle.apply(waiting(rule, Map.of()), new TaskEvent.Pause(), NOW).task();
    Task resumed =
        TaskLifecycle.apply(ended(ended(held, A, a), B, b), new TaskEvent.Resume(), NOW).task();
    assertThat(resumed.status()).isEqualTo(afterB);
  }

  @Test
  void keepsWhatItTakesOfOthers() {
    Task task =
        waiting(
            DependencyRule.ALL_SUCCEEDED,
            Map.of(
                "model", TaskOutput.of(A, "model.bin"),
                "result.json", TaskOutput.of(A),
                "lines", TaskOutput.of(B)));
    RawJson json = new RawJson("42");
    var result = new TaskResult(json, null, Map.of("model.bin", REF));
    task = TaskLifecycle.apply(task, new TaskEvent.Release(A, result, false), NOW).task();
    task = TaskLifecycle.apply(task, new TaskEvent.Release(B, TaskResult.NONE, true), NOW).task();
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(task.given())
        .containsOnly(
            Map.entry("model", new GivenInput(REF, null, null)),
            Map.entry("result.json", new GivenInput(null, json, null)),
            Map.entry("lines", new GivenInput(null, null, B)));
  }

  @Test
  void failsWhereAnOutputIsMissing() {
    Task task =
        waiting(DependencyRule.ALL_SUCCEEDED, Map.of("model", TaskOutput.of(A, "model.bin")));
    task = TaskLifecycle.apply(task, new TaskEvent.Release(A, TaskResult.NONE, false), NOW).task();
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(task.lastFailure())
        .isEqualTo(
            Failure.of(
                ErrorCode.DEPENDENCY_FAILED,
                "task " + A + " has no output named model.bin (inputsFrom.model)"));
  }
}
