package io.gridmill.bench;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import org.jspecify.annotations.Nullable;

/** Does nothing, so that all that is measured is the grid. */
public final class NoOpJob implements GridJob<Integer, Integer> {
  @Override
  public @Nullable Integer run(Integer input, JobContext context) {
    return input;
  }
}
