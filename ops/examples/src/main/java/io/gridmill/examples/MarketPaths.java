package io.gridmill.examples;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import java.util.ArrayList;
import java.util.List;

/** Draws prices at expiry, a batch at a time, and adds up what options then pay. */
final class MarketPaths implements AutoCloseable {
  /** How many prices a batch has. */
  static final int PATHS = 1 << 18;

  private static final int WORDS = 4;
  private static final int LANES = 1024;

  private final int[] batch = new int[1];
  private final double[] sums;
  private final double[] squares;
  private final KernelGraph graph;

  MarketPaths(Market market, Accelerator accelerator) {
    int options = 2 * market.strikes().size();
    double[] signs = new double[options];
    double[] strikes = new double[options];
    for (int o = 0; o < options; o++) {
      signs[o] = o % 2 == 0 ? 1 : -1;
      strikes[o] = market.strikes().get(o / 2);
    }
    double drift = (market.rate() - market.volatility() * market.volatility() / 2) * market.years();
    double spread = market.volatility() * Math.sqrt(market.years());
    int[] words = new int[PATHS];
    double[] prices = new double[PATHS];
    sums = new double[options * LANES];
    squares = new double[options * LANES];
    graph =
        accelerator
            .graph("options")
            .upload(signs, strikes)
            .uploadEachRun(batch)
            .launch(Range.of(PATHS / WORDS), MarketPaths::draw, market.seed(), batch, words)
            .launch(
                Range.of(PATHS / 2),
                MarketPaths::price,
                market.spot(),
                drift,
                spread,
                words,
                prices)
            .launch(
                Range.of(options, LANES),
                MarketPaths::pay,
                PATHS,
                LANES,
                signs,
                strikes,
                prices,
                sums,
                squares)
            .download(sums, squares);
  }

  /** A kernel: four random words. */
  private static void draw(int i, int seed, int[] batch, int[] words) {
    Philox.block(i, batch[0], seed, 0, words, WORDS * i);
  }

  /** A kernel: of two words two independent normal numbers (Box and Muller), and two prices. */
  private static void price(
      int i, double spot, double drift, double spread, int[] words, double[] prices) {
    double radius = Math.sqrt(-2 * Math.log(Philox.uniform(words[2 * i])));
    double angle = 2 * Math.PI * Philox.uniform(words[2 * i + 1]);
    prices[2 * i] = spot * Math.exp(drift + spread * radius * Math.cos(angle));
    prices[2 * i + 1] = spot * Math.exp(drift + spread * radius * Math.sin(angle));
  }

  /** A kernel: what an option pays at every so-manieth price. */
  private static void pay(
      int option,
      int lane,
      int paths,
      int lanes,
      double[] signs,
      double[] strikes,
      double[] prices,
      double[] sums,
      double[] squares) {
    double sign = signs[option];
    double strike = strikes[option];
    double sum = 0;
    double square = 0;
    for (int i = lane; i < paths; i += lanes) {
      double gain = sign * (prices[i] - strike);
      double paid = gain > 0 ? gain : 0;
      sum += paid;
      square += paid * paid;
    }
    sums[option * lanes + lane] = sum;
    squares[option * lanes + lane] = square;
  }

  /** Draws a batch; the same number gives the same batch. */
  OptionsJob.Batch draw(int number) {
    batch[0] = number;
    graph.run();
    return new OptionsJob.Batch(PATHS, added(sums), added(squares));
  }

  private static List<Double> added(double[] lanes) {
    List<Double> sums = new ArrayList<>();
    for (int from = 0; from < lanes.length; from += LANES) {
      double sum = 0;
      for (int lane = 0; lane < LANES; lane++) {
        sum += lanes[from + lane];
      }
      sums.add(sum);
    }
    return sums;
  }

  @Override
  public void close() {
    graph.close();
  }
}
