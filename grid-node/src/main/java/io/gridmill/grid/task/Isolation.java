package io.gridmill.grid.task;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RetryPolicy;
import java.time.Instant;
import java.util.List;

/**
 * Finds the items that kill their workers: what a worker had not done when it died is halved, and
 * halved again, until one item is alone; when that has died as often as the task is tried, it is
 * set aside as failed, and the rest goes on.
 */
final class Isolation {
  /** So many items that kill their workers end an array. */
  private static final int MOST_SET_ASIDE = 100;

  /** So many end it if no item was done. */
  private static final int MOST_FROM_THE_START = 3;

  /** As do so many ranges whose workers died, if no item was done. */
  private static final int MOST_HALVES = 64;

  private Isolation() {}

  /** Whether a lease that ended so may have been ended by one of its items. */
  static boolean isForItem(ErrorCode code) {
    return switch (code) {
      case WORKER_CRASHED, OUT_OF_MEMORY, JOB_EXITED, TIME_LIMIT, OUTPUT_LIMIT -> true;
      default -> false;
    };
  }

  /** The array after the worker of a lease died, which is not held any more. */
  static ArrayState died(
      ArrayState array, Lease lease, Failure failure, RetryPolicy retry, Instant now) {
    List<Interval> left = array.leftTo(lease);
    if (left.isEmpty()) {
      return array;
    }
    Interval rest = left.getFirst();
    if (rest.size() > 1) {
      long middle = rest.from() + (rest.size() + 1) / 2;
      return array.with(
          new Suspect(rest.from(), middle, 0, now.plus(retry.backoffAfter(1))),
          new Suspect(middle, rest.to(), 0, now));
    }
    int times =
        1
            + array.suspects().stream()
                .filter(s -> s.range().equals(rest))
                .mapToInt(Suspect::times)
                .sum();
    return retry.retries(failure.code(), times)
        ? array.with(
            new Suspect(rest.from(), rest.to(), times, now.plus(retry.backoffAfter(times))))
        : array.settingAside(rest.from(), failure);
  }

  /** Whether it is no single items that kill workers, but all. */
  static boolean isHopeless(ArrayState array) {
    long aside = array.setAside().stream().mapToLong(Interval::size).sum();
    boolean noneDone = aside < array.count() && array.doneItems() == aside;
    return aside >= MOST_SET_ASIDE
        || (noneDone && (aside >= MOST_FROM_THE_START || array.suspects().size() >= MOST_HALVES));
  }
}
