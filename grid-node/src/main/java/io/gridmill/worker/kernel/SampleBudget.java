package io.gridmill.worker.kernel;

import java.time.Duration;

/**
 * What a sample may cost.
 *
 * @param indices at most so many; the corners of the range are always among them
 * @param time after so long no further index is begun, but for the corners
 */
public record SampleBudget(int indices, Duration time) {

  /** 64 indices or 20 ms, whichever is less. */
  public static final SampleBudget DEFAULT = new SampleBudget(64, Duration.ofMillis(20));

  /** Refuses a budget for nothing. */
  public SampleBudget {
    if (indices < 1) {
      throw new IllegalArgumentException("sample indices: " + indices + " (expected: >= 1)");
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("sample time: " + time + " (expected: > 0)");
    }
  }

  /** After so long an index that has been begun is given up. */
  Duration patience() {
    return time.multipliedBy(50);
  }
}
