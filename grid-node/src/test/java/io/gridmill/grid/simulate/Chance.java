package io.gridmill.grid.simulate;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Draws what a seed says. */
final class Chance {
  private final SplittableRandom random;

  Chance(SplittableRandom random) {
    this.random = random;
  }

  boolean is(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  long below(long bound) {
    return random.nextLong(bound);
  }

  /** Any duration between these, short ones being as likely as long ones (log-uniform). */
  Duration between(Duration least, Duration most) {
    double low = Math.log((double) least.toNanos());
    double high = Math.log((double) most.toNanos());
    return Duration.ofNanos((long) Math.exp(low + random.nextDouble() * (high - low)));
  }

  /** How long until the next of something that happens once in this time on average. */
  Duration next(Duration mean) {
    return Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * (double) mean.toNanos()));
  }

  <T> T of(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
