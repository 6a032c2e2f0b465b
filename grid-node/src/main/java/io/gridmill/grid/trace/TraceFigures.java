package io.gridmill.grid.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a policy made of a trace.
 *
 * @param utilisation the share of the processors' time that ran jobs, from the first job's coming
 *     to the last one's
 * @param mean_wait_s how long jobs waited, in seconds
 * @param mean_slowdown the bounded slowdown, (wait + run) / run, with runs of under 10 s counted as
 *     10 s, and never less than 1 (Feitelson et al., 1997)
 * @param jain_fairness Jain's index (Jain, Chiu and Hawe, 1984) of what users get: the mean of run
 *     / (wait + run) over a user's jobs, which is the share of a machine of their own that they
 *     saw; 1 when it is the same for all
 * @param seconds what the simulation took
 */
@SuppressWarnings("MethodName")
public record TraceFigures(
    String policy,
    int jobs,
    double utilisation,
    double mean_wait_s,
    double p95_wait_s,
    double mean_slowdown,
    double p95_slowdown,
    double jain_fairness,
    double makespan_s,
    double seconds,
    List<Double> slowdown_percentiles) {
  private static final double SHORT_SECONDS = 10;

  /** Gathers what became of the jobs of a trace. */
  static final class Collector {
    private final Trace trace;
    private final double first;
    private final double last;
    private final double[] waits;
    private final double[] slowdowns;
    private final Map<String, double[]> byUser = new HashMap<>();
    private double busy;
    private double end;
    private int count;

    Collector(Trace trace) {
      this.trace = trace;
      this.first = trace.jobs().getFirst().submitted().toMillis() / 1000.0;
      this.last = trace.jobs().getLast().submitted().toMillis() / 1000.0;
      this.waits = new double[trace.jobs().size()];
      this.slowdowns = new double[trace.jobs().size()];
    }

    /** A job started so many seconds after the trace's beginning. */
    void started(TraceJob job, double at) {
      double runs = job.runs().toMillis() / 1000.0;
      double wait = at - job.submitted().toMillis() / 1000.0;
      double slowdown = Math.max(1, (wait + runs) / Math.max(SHORT_SECONDS, runs));
      waits[count] = wait;
      slowdowns[count] = slowdown;
      count++;
      double[] ofUser = byUser.computeIfAbsent(job.user(), u -> new double[2]);
      ofUser[0] += 1 / slowdown;
      ofUser[1]++;
      double from = Math.max(first, at);
      double to = Math.min(last, at + runs);
      busy += Math.max(0, to - from) * job.processors();
      end = Math.max(end, at + runs);
    }

    int count() {
      return count;
    }

    TraceFigures figures(String policy, double seconds) {
      Arrays.sort(waits);
      Arrays.sort(slowdowns);
      double sum = 0;
      double squares = 0;
      for (double[] user : byUser.values()) {
        double mean = user[0] / user[1];
        sum += mean;
        squares += mean * mean;
      }
      List<Double> percentiles = new ArrayList<>();
      for (int p = 1; p < 100; p++) {
        percentiles.add(at(slowdowns, p));
      }
      return new TraceFigures(
          policy,
          count,
          busy / Math.max(1, (last - first) * trace.processors()),
          mean(waits),
          at(waits, 95),
          mean(slowdowns),
          at(slowdowns, 95),
          sum * sum / (byUser.size() * squares),
          end - first,
          seconds,
          percentiles);
    }

    private static double mean(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.length;
    }

    private static double at(double[] sorted, int percent) {
      return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)];
    }
  }
}
