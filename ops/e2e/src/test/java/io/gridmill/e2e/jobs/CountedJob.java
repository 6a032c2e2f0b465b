package io.gridmill.e2e.jobs;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.io.IOException;

/** Leaves a line in a file each time that it runs, takes its time, and gives its value. */
public final class CountedJob implements GridJob<Counted, Integer> {
  @Override
  public Integer run(Counted what, JobContext context) throws IOException, InterruptedException {
    what.count(what.name() + " " + context.attempt());
    what.take();
    return what.value();
  }
}
