package io.gridmill.bench;

import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.JobContext;
import org.jspecify.annotations.Nullable;

/** Answers 64 bytes of JSON for each item: 62 characters and their quotes. */
public final class KeptItems implements ArrayJob<Long, String> {
  private static final String REST = "x".repeat(42);

  @Override
  public @Nullable String run(Long item, JobContext context) {
    String digits = Long.toString(item);
    return "0".repeat(20 - digits.length()) + digits + REST;
  }
}
