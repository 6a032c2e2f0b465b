package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The artifacts that a task names: they are needed while its row is there. */
final class NamedArtifacts {
  private NamedArtifacts() {}

  static void forEach(Task task, Consumer<ArtifactRef> consumer) {
    TaskSpec spec = task.spec();
    if (spec.work() instanceof Work.Java java) {
      java.classPath().forEach(consumer);
    }
    spec.inputs().values().forEach(consumer);
    if (spec.array() != null) {
      accept(spec.array().items(), consumer);
    }
    accept(task.checkpoint(), consumer);
    task.given().values().forEach(given -> accept(given.ref(), consumer));
    if (task.state() instanceof TaskState.Succeeded succeeded) {
      accept(succeeded.result(), consumer);
    }
    if (task.state() instanceof TaskState.Replicated replicated) {
      replicated.votes().forEach(vote -> accept(vote.result(), consumer));
    }
  }

  private static void accept(@Nullable TaskResult result, Consumer<ArtifactRef> consumer) {
    if (result != null) {
      accept(result.ref(), consumer);
      result.outputs().values().forEach(consumer);
    }
  }

  private static void accept(@Nullable ArtifactRef ref, Consumer<ArtifactRef> consumer) {
    if (ref != null) {
      consumer.accept(ref);
    }
  }
}
