package io.gridmill.e2e.jobs;

import io.gridmill.job.run.CombiningArrayJob;
import io.gridmill.job.run.JobContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes the time that it is told for each item, and sums them up as a tree. */
public final class StretchJob implements CombiningArrayJob<Long, Stretch> {
  @Override
  public Stretch run(Long item, JobContext context) throws InterruptedException {
    int millis = context.sharedInput(Integer.class);
    var _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    return new Stretch(1, item, item, item, 0);
  }

  @Override
  public Stretch combine(Stretch one, Stretch other) {
    return one.and(other);
  }

  @Override
  public @Nullable Stretch reduce(Stream<Stretch> results, JobContext context) {
    return results.map(Stretch::asOnePart).reduce(Stretch::and).orElse(null);
  }
}
