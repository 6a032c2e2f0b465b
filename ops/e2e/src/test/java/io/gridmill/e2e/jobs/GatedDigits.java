package io.gridmill.e2e.jobs;

import io.gridmill.examples.DigitsJob;
import io.gridmill.examples.Prediction;
import io.gridmill.job.run.JobContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The demo's job, with a gate before each item. */
public final class GatedDigits extends DigitsJob {
  @Override
  public Prediction run(Integer row, JobContext context) {
    try {
      context.sharedInput(GateKey.class).pass("item " + row, context.attempt());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return super.run(row, context);
  }
}
