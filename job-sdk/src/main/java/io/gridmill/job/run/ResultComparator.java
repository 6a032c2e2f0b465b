package io.gridmill.job.run;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the results of two runs of a task agree, for jobs whose results differ a little
 * from run to run.
 *
 * {@snippet :
 * public final class Close implements ResultComparator<Double> {
 *   @Override
 *   public boolean agree(RunResult<Double> one, RunResult<Double> other) {
 *     return Math.abs(one.value() - other.value()) <= 1e-9 * Math.abs(one.value());
 *   }
 * }
 * }
 *
 * <p>A task with replicas names the class ({@link io.gridmill.job.Replication#comparator()}); it is
 * in the job's jar, public, with a public constructor without parameters, and may be the job
 * itself. It is asked only where the digests of results differ, in a worker on a node of an owner
 * that has not run the task, or, where there is none, on any; whatever it throws fails the task.
 * Results that agree with the first of some others count as one; the first of those is kept.
 *
 * @param <O> the result of the job
 */
public interface ResultComparator<O extends @Nullable Object> {

  /**
   * What a run left behind.
   *
   * @param value the job's result; null where there is none
   * @param outputs the files that it wrote, by their names; only for reading
   */
  record RunResult<O extends @Nullable Object>(@Nullable O value, Map<String, Path> outputs) {
    public RunResult {
      outputs = Map.copyOf(outputs);
    }
  }

  /**
   * Compares two results.
   *
   * @throws Exception to fail the task
   */
  boolean agree(RunResult<O> one, RunResult<O> other) throws Exception;
}
