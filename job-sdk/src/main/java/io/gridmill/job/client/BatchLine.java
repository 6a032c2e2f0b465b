package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskSpec;
import org.jspecify.annotations.Nullable;

/**
 * One task of a batch; a batch is one such object a line.
 *
 * @param key the idempotency key, 1 to 200 visible ASCII characters: the same key again is the same
 *     task; null for none
 * @param spec the task
 */
public record BatchLine(@Nullable String key, TaskSpec spec) {
  /** The most lines of one batch. */
  public static final int MAX_LINES = 10_000;

  public BatchLine {
    if (spec == null) {
      throw GridException.invalid("spec", null, "a task's spec");
    }
  }
}
