package io.gridmill.bench;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Leaves a trace of its run, and takes its time. */
public final class NapJob implements GridJob<NapJob.Nap, Integer> {
  /**
   * What to do.
   *
   * @param file where each run writes the number of its task
   */
  public record Nap(int number, String file, long millis) {}

  @Override
  public @Nullable Integer run(Nap nap, JobContext context)
      throws IOException, InterruptedException {
    Files.writeString(
        Path.of(nap.file()),
        nap.number() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    boolean woken = new CountDownLatch(1).await(nap.millis(), TimeUnit.MILLISECONDS);
    return woken ? null : nap.number();
  }
}
