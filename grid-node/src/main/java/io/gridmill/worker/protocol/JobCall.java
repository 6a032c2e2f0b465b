package io.gridmill.worker.protocol;

import io.gridmill.job.TaskId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a job's class.
 *
 * @param attempt which attempt this is, 1 being the first
 * @param className the class in the worker's class path
 * @param input the task's input as JSON; null if it has none
 * @param inputs the paths of its input files, by name
 * @param folder where its output files go; made by whoever needs it first
 */
public record JobCall(
    TaskId task,
    int attempt,
    String className,
    @Nullable String input,
    Map<String, String> inputs,
    String folder) {
  public JobCall {
    inputs = Map.copyOf(inputs);
  }
}
