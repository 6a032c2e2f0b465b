package io.gridmill.grid.exec;

import io.gridmill.grid.task.SpecMaker;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskSpec;
import java.time.Duration;
import java.util.Map;

/** Specs with one part changed. */
final class Specs {
  private Specs() {}

  static TaskSpec withInput(TaskSpec s, RawJson input) {
    return SpecMaker.like(s).input(input).make();
  }

  static TaskSpec withArray(TaskSpec s, ArraySpec array) {
    return SpecMaker.like(s).array(array).make();
  }

  static TaskSpec withFiles(TaskSpec s, Map<String, ArtifactRef> inputs) {
    return SpecMaker.like(s).inputs(inputs).make();
  }

  static TaskSpec withResources(TaskSpec s, ResourceRequest resources) {
    return SpecMaker.like(s).resources(resources).make();
  }

  static TaskSpec withTimeLimit(TaskSpec s, Duration limit) {
    return SpecMaker.like(s).timeLimit(limit).make();
  }
}
