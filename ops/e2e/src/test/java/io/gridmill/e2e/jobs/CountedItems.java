package io.gridmill.e2e.jobs;

import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.JobContext;
import java.io.IOException;

/** Leaves a line in a file for each item that it runs, and gives twice the item. */
public final class CountedItems implements ArrayJob<Integer, Integer> {
  @Override
  public Integer run(Integer item, JobContext context) throws IOException, InterruptedException {
    Counted what = context.sharedInput(Counted.class);
    what.count(what.name() + " " + item);
    what.take();
    return 2 * item;
  }
}
