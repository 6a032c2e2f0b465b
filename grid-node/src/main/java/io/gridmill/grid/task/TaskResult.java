package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt that succeeded leaves behind.
 *
 * @param inline the job's output as JSON, of at most {@value #MAX_INLINE} characters
 * @param ref the job's output as an artifact, where it is longer
 * @param outputs the named outputs
 */
public record TaskResult(
    @Nullable RawJson inline, @Nullable ArtifactRef ref, Map<String, ArtifactRef> outputs) {
  /** The longest output that is kept in the task's row, in characters. */
  public static final int MAX_INLINE = 16_384;

  /** No output at all, as of an array whose results are its items. */
  public static final TaskResult NONE = new TaskResult(null, null, Map.of());

  public TaskResult {
    outputs = outputs == null ? Map.of() : Map.copyOf(outputs);
  }
}
