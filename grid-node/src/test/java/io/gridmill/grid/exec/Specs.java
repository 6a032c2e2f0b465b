package io.gridmill.grid.exec;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskSpec;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Specs with one part changed. */
final class Specs {
  private Specs() {}

  private static TaskSpec with(
      TaskSpec s,
      @Nullable ArraySpec array,
      @Nullable RawJson input,
      Map<String, ArtifactRef> inputs,
      ResourceRequest resources,
      Duration timeLimit) {
    return new TaskSpec(
        s.name(),
        s.work(),
        array,
        input,
        inputs,
        resources,
        s.constraint(),
        s.priority(),
        s.retry(),
        timeLimit,
        s.queueLimit(),
        s.dependsOn(),
        s.webhooks(),
        s.labels(),
        null,
        null,
        null);
  }

  static TaskSpec withInput(TaskSpec s, RawJson input) {
    return with(s, s.array(), input, s.inputs(), s.resources(), s.timeLimit());
  }

  static TaskSpec withArray(TaskSpec s, ArraySpec array) {
    return with(s, array, s.input(), s.inputs(), s.resources(), s.timeLimit());
  }

  static TaskSpec withFiles(TaskSpec s, Map<String, ArtifactRef> inputs) {
    return with(s, s.array(), s.input(), inputs, s.resources(), s.timeLimit());
  }

  static TaskSpec withResources(TaskSpec s, ResourceRequest resources) {
    return with(s, s.array(), s.input(), s.inputs(), resources, s.timeLimit());
  }

  static TaskSpec withTimeLimit(TaskSpec s, Duration limit) {
    return with(s, s.array(), s.input(), s.inputs(), s.resources(), limit);
  }
}
