package io.gridmill.examples;

import io.gridmill.job.GridException;
import java.util.List;

/**
 * A share whose price follows a geometric Brownian motion, and European options on it.
 *
 * @param spot what the share costs now
 * @param rate the interest without risk, continuously compounded, a year
 * @param volatility the standard deviation of a year's logarithmic return
 * @param years when the options expire
 * @param strikes for each, a call and a put are priced
 * @param seed what chance is drawn from
 */
public record Market(
    double spot, double rate, double volatility, double years, List<Double> strikes, int seed) {
  /** Refuses what has no price. */
  public Market {
    positive("spot", spot);
    positive("volatility", volatility);
    positive("years", years);
    if (!Double.isFinite(rate) || Math.abs(rate) > 1) {
      throw GridException.invalid("rate", rate, "-1 to 1, such as 0.05");
    }
    if (strikes.isEmpty()) {
      throw GridException.invalid("strikes", strikes, "at least one");
    }
    strikes.forEach(strike -> positive("strike", strike));
    strikes = List.copyOf(strikes);
  }

  private static void positive(String field, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw GridException.invalid(field, value, "more than 0");
    }
  }

  /** What one unit at expiry is worth now. */
  double discount() {
    return Math.exp(-rate * years);
  }

  /**
   * What an option is worth by the closed form (F. Black and M. Scholes, The Pricing of Options and
   * Corporate Liabilities, 1973).
   *
   * @param sign 1 for a call, -1 for a put
   */
  double closedForm(int sign, double strike) {
    double spread = volatility * Math.sqrt(years);
    double d1 = (Math.log(spot / strike) + (rate + volatility * volatility / 2) * years) / spread;
    return sign * (spot * normal(sign * d1) - strike * discount() * normal(sign * (d1 - spread)));
  }

  /**
   * The distribution function of the standard normal distribution, to about 1e-15 (G. Marsaglia,
   * Evaluating the Normal Distribution, 2004).
   */
  static double normal(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 1 : 0;
    }
    double sum = x;
    double before = 0;
    double term = x;
    for (int i = 3; sum != before; i += 2) {
      before = sum;
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-0.5 * x * x - 0.5 * Math.log(2 * Math.PI));
  }
}
