package io.gridmill.grid.trust;

import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;

/**
 * How many tasks are checked that do not ask for it.
 *
 * @param share their share of all, 0 to 1
 * @param secret what the choice is made by, so that nobody foresees it
 */
public record CheckRate(double share, long secret) {
  /** None is. */
  public static final CheckRate NONE = new CheckRate(0, 0);

  public CheckRate {
    if (!(share >= 0 && share <= 1)) {
      throw GridException.invalid("trust.spotChecks", share, "0 to 1");
    }
  }

  /** Whether a task is one of the share; always the same answer. */
  public boolean picks(TaskId task, double ofAll) {
    // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014), over the secret and the id.
    long mixed = secret;
    String id = task.value();
    for (int i = 0; i < id.length(); i++) {
      mixed = mix(mixed + id.charAt(i) + 0x9e3779b97f4a7c15L);
    }
    return (mixed >>> 11) * 0x1.0p-53 < ofAll;
  }

  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
