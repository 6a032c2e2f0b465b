package io.gridmill.job;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a task is tried, and how long between tries.
 *
 * @param maxAttempts the most attempts, the first included; 1 to 100, default 3
 * @param backoff the wait before the second attempt; it doubles with every further one; default 1
 *     s, or the longest wait if that is less
 * @param maxBackoff the longest wait, at most a day; default 1 minute
 * @param onJobFailure whether an exception of the job's own code, an exit code or a failed command
 *     is tried again, too; default false: only what the grid broke is
 */
public record RetryPolicy(
    int maxAttempts, Duration backoff, Duration maxBackoff, boolean onJobFailure) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Three attempts, a second apart and more, for what the grid broke only. */
  public static final RetryPolicy DEFAULT = new RetryPolicy(0, null, null, false);

  public RetryPolicy(
      int maxAttempts,
      @Nullable Duration backoff,
      @Nullable Duration maxBackoff,
      boolean onJobFailure) {
    this.maxAttempts = maxAttempts == 0 ? 3 : maxAttempts;
    this.maxBackoff = maxBackoff == null ? Duration.ofMinutes(1) : maxBackoff;
    this.backoff = backoff == null ? shorter(Duration.ofSeconds(1), this.maxBackoff) : backoff;
    this.onJobFailure = onJobFailure;
    if (this.maxAttempts < 1 || this.maxAttempts > 100) {
      throw GridException.invalid("retry.maxAttempts", maxAttempts, "1 to 100");
    }
    if (this.maxBackoff.isNegative() || this.maxBackoff.compareTo(LONGEST) > 0) {
      throw GridException.invalid("retry.maxBackoff", maxBackoff, "PT0S to " + LONGEST);
    }
    if (this.backoff.isNegative() || this.backoff.compareTo(this.maxBackoff) > 0) {
      throw GridException.invalid(
          "retry.backoff", backoff, "PT0S to retry.maxBackoff, " + this.maxBackoff);
    }
  }

  /** The wait after the given attempt, 1 being the first. */
  public Duration backoffAfter(int attempt) {
    Duration wait = backoff;
    for (int i = 1; i < attempt && wait.compareTo(maxBackoff) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return shorter(wait, maxBackoff);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Whether an attempt that ended in this error may be followed by another. */
  public boolean retries(ErrorCode error, int attempt) {
    return retries(error) && attempt < maxAttempts;
  }

  /** Whether an attempt that ended in this error may be followed by another, if any are left. */
  public boolean retries(ErrorCode error) {
    return switch (error) {
      case JOB_FAILED, JOB_EXITED, COMMAND_FAILED, OUT_OF_MEMORY, TIME_LIMIT -> onJobFailure;
      default -> error.retryable();
    };
  }
}
