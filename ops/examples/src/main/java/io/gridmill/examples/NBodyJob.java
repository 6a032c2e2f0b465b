package io.gridmill.examples;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.run.GridJob;
import io.gridmill.job.run.JobContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Follows a star cluster for some time and tells how well energy was kept, which shows whether the
 * device computed right. Its output {@value #PICTURE} is where the bodies were and are.
 */
public class NBodyJob implements GridJob<NBodyJob.Input, NBodyJob.Output> {
  /** The name of the picture. */
  static final String PICTURE = "nbody.png";

  static final int SAMPLES = 10;

  /**
   * What to follow.
   *
   * @param bodies how many there are; 2 to 1,000,000
   * @param steps how many steps of time; {@code >= 1}
   * @param dt the time of a step; the cluster's own time is about 1
   * @param seed what the cluster is drawn from
   */
  public record Input(int bodies, int steps, double dt, long seed) {
    /** Refuses what cannot be followed. */
    public Input {
      require("bodies", bodies, bodies >= 2 && bodies <= 1_000_000, "2 to 1000000");
      require("steps", steps, steps >= 1, ">= 1");
      require("dt", dt, dt > 0 && dt <= 1, "more than 0, up to 1");
    }

    private static void require(String field, Number value, boolean good, String expected) {
      if (!good) {
        throw GridException.invalid(field, value, expected);
      }
    }
  }

  /**
   * The energies at a time.
   *
   * @param drift how far their sum is from what it was at first, as a share of that
   */
  public record Sample(double time, double kinetic, double potential, double drift) {
    /** The energy of all. */
    public double total() {
      return kinetic + potential;
    }
  }

  /**
   * What came of it.
   *
   * @param samples the start, and then every so often
   * @param largestDrift the largest of all steps, without its sign
   * @param seconds what all steps took
   * @param device what computed them
   */
  public record Output(List<Sample> samples, double largestDrift, double seconds, String device) {}

  @Override
  public Output run(Input input, JobContext context) throws Exception {
    long begin = System.nanoTime();
    List<Sample> samples = new ArrayList<>();
    double largest = 0;
    double[] before;
    double[] after;
    try (NBody cluster =
        new NBody(input.bodies(), input.dt(), input.seed(), context.accelerator())) {
      before = cluster.positions();
      double first = cluster.kinetic() + cluster.potential();
      samples.add(new Sample(0, cluster.kinetic(), cluster.potential(), 0));
      for (int step = 1; step <= input.steps(); step++) {
        if (context.cancelled()) {
          throw new CancellationException("after " + (step - 1) + " steps");
        }
        cluster.step();
        double drift = (cluster.kinetic() + cluster.potential() - first) / Math.abs(first);
        if (!Double.isFinite(drift)) {
          throw new GridException(
              ErrorCode.BAD_INPUT,
              "step " + step + ": the energy is " + drift + "; try a smaller dt");
        }
        largest = Math.max(largest, Math.abs(drift));
        if (step == input.steps() || isSample(step, input.steps())) {
          samples.add(new Sample(step * input.dt(), cluster.kinetic(), cluster.potential(), drift));
        }
        context.progress(step, input.steps());
      }
      after = cluster.positions();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    NBodyPicture.write(before, after, context.output(PICTURE));
    return new Output(samples, largest, seconds, context.accelerator().device());
  }

  /** Whether a tenth of all steps has been reached by this one. */
  private static boolean isSample(int step, int steps) {
    return (long) step * SAMPLES / steps != (step - 1L) * SAMPLES / steps;
  }
}
