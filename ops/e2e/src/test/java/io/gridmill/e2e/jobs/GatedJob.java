package io.gridmill.e2e.jobs;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.io.IOException;

/** Waits at the gate; its result is the attempt that passed. */
public final class GatedJob implements GridJob<GateKey, Integer> {
  @Override
  public Integer run(GateKey gate, JobContext context) throws IOException {
    System.out.println("attempt " + context.attempt() + " is at the gate");
    gate.pass("job", context.attempt());
    return context.attempt();
  }
}
