package io.gridmill.examples;

import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices options by chance: each item draws a batch of prices at expiry, and the reduction makes
 * means and their standard errors of what the options pay. Items' numbers choose what is drawn, so
 * that the result is the same on any number of nodes.
 */
public class OptionsJob
    implements ReducingArrayJob<Integer, OptionsJob.Batch, List<OptionsJob.Estimate>> {
  private @Nullable MarketPaths market;

  /**
   * What a batch gives.
   *
   * @param paths how many prices were drawn
   * @param sums what each option paid in all: of each strike the call, then the put
   * @param squares the sums of the squares of that
   */
  public record Batch(long paths, List<Double> sums, List<Double> squares) {}

  /**
   * What an option is worth.
   *
   * @param kind {@code call} or {@code put}
   * @param price the mean of what it pays, discounted
   * @param error the standard error of that mean
   * @param closedForm what it is worth by the formula of Black and Scholes
   */
  public record Estimate(
      String kind, double strike, double price, double error, double closedForm) {
    /** How far off it is, in standard errors. */
    public double off() {
      return price == closedForm ? 0 : (price - closedForm) / error;
    }
  }

  @Override
  public void open(JobContext context) {
    market = new MarketPaths(context.sharedInput(Market.class), context.accelerator());
  }

  @Override
  public Batch run(Integer item, JobContext context) {
    if (market == null) {
      throw new IllegalStateException("market: not read (expected: open() before run())");
    }
    return market.draw(item);
  }

  @Override
  public List<Estimate> reduce(Stream<Batch> batches, JobContext context) {
    Market given = context.sharedInput(Market.class);
    int options = 2 * given.strikes().size();
    long paths = 0;
    double[] sums = new double[options];
    double[] squares = new double[options];
    for (Iterator<Batch> all = batches.iterator(); all.hasNext(); ) {
      Batch batch = all.next();
      paths += batch.paths();
      for (int o = 0; o < options; o++) {
        sums[o] += batch.sums().get(o);
        squares[o] += batch.squares().get(o);
      }
    }
    List<Estimate> estimates = new ArrayList<>();
    for (int o = 0; o < options; o++) {
      double mean = sums[o] / paths;
      double variance = Math.max(0, squares[o] / paths - mean * mean) / (paths - 1);
      double strike = given.strikes().get(o / 2);
      estimates.add(
          new Estimate(
              o % 2 == 0 ? "call" : "put",
              strike,
              given.discount() * mean,
              given.discount() * Math.sqrt(variance),
              given.closedForm(o % 2 == 0 ? 1 : -1, strike)));
    }
    return estimates;
  }

  @Override
  public void close() {
    if (market != null) {
      market.close();
    }
  }
}
