package io.gridmill.e2e.jobs;

import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.io.IOException;
import java.util.Optional;

/** Waits at the gate, and answers 1; on one node it answers something else. */
public final class AnsweringJob implements GridJob<Asked, Answer> {
  @Override
  public Answer run(Asked asked, JobContext context) throws IOException {
    asked.gate().pass("answer", context.attempt());
    double right = asked.precise() ? 1 : 1 + context.attempt() * 1e-12;
    return isWithin(asked.liar())
        ? new Answer(-1, "y".repeat(asked.length()))
        : new Answer(right, "x".repeat(asked.length()));
  }

  /** Whether this runs in a process that this one has started, or one of those. */
  private static boolean isWithin(long pid) {
    Optional<ProcessHandle> at = ProcessHandle.current().parent();
    while (at.isPresent() && at.get().pid() != pid) {
      at = at.get().parent();
    }
    return at.isPresent();
  }
}
