package io.gridmill.bench;

import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.JobContext;
import org.jspecify.annotations.Nullable;

/** Does nothing for each item. */
public final class NoOpItems implements ArrayJob<Long, Void> {
  @Override
  public @Nullable Void run(Long item, JobContext context) {
    return null;
  }
}
