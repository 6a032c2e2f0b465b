package io.gridmill.grid.trace;

import java.util.List;

/**
 * What came to a batch system.
 *
 * @param processors how many the system has
 * @param jobs in the order in which they came
 */
public record Trace(int processors, List<TraceJob> jobs) {
  public Trace {
    jobs = List.copyOf(jobs);
  }

  /** The work of all jobs as a share of what the system could do until the last of them came. */
  public double load() {
    double work = 0;
    for (TraceJob job : jobs) {
      work += job.processors() * (job.runs().toNanos() / 1e9);
    }
    double span = jobs.getLast().submitted().minus(jobs.getFirst().submitted()).toNanos() / 1e9;
    return work / Math.max(1, span * processors);
  }
}
