package io.gridmill.grid.ledger;

import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one account owes another for one attempt or one lease. It is made once, and never changed.
 *
 * <p>Time is paid by tenths of a second, begun ones in full, and one at least; what comes of it is
 * rounded up to a millionth of a unit.
 *
 * @param task the task that was run
 * @param attempt the attempt's number; 0 if it is of a lease
 * @param lease the lease of items; null if it is of an attempt
 * @param payer the account that owes
 * @param earner the account that is owed
 * @param node the node that did it
 * @param held what the task held of the node
 * @param from when it started
 * @param to until when what it did counts
 * @param perHour what was asked an hour for what it held, in millionths of a unit
 * @param amount what it comes to, in millionths of a unit
 */
public record Entry(
    TaskId task,
    int attempt,
    @Nullable Long lease,
    String payer,
    String earner,
    String node,
    ResourceRequest held,
    Instant from,
    Instant to,
    long perHour,
    long amount) {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final long TICKS_PER_HOUR = Duration.ofHours(1).dividedBy(TICK);

  /** No attempt takes longer; what seems to is told by a wrong clock. */
  private static final Duration LONGEST = Duration.ofDays(366);

  /**
   * What an attempt or lease comes to.
   *
   * @param meter how long it took at what price, both instants known
   */
  public static Entry of(
      TaskId task,
      int attempt,
      @Nullable Long lease,
      String payer,
      String node,
      ResourceRequest held,
      Meter meter) {
    Instant to = meter.to();
    Instant from = meter.from();
    if (from == null || to == null) {
      throw new IllegalArgumentException(key(task, attempt, lease) + " has not ended: " + meter);
    }
    return new Entry(
        task,
        attempt,
        lease,
        payer,
        meter.earner(),
        node,
        held,
        from,
        to,
        meter.perHour(),
        amount(meter.perHour(), from, to));
  }

  private static String key(TaskId task, int attempt, @Nullable Long lease) {
    return lease == null ? task + "-" + attempt : task + "/" + lease;
  }

  /** Names its cause, the attempt or lease that is paid for: no other entry has the same. */
  public String cause() {
    return key(task, attempt, lease);
  }

  /** What so much time costs at a price an hour. */
  static long amount(long perHour, Instant from, Instant to) {
    Duration time = Duration.between(from, to);
    if (time.compareTo(TICK) < 0) {
      time = TICK;
    } else if (time.compareTo(LONGEST) > 0) {
      time = LONGEST;
    }
    long begun = Math.ceilDiv(time.toMillis(), TICK.toMillis());
    BigInteger ofTicks = BigInteger.valueOf(perHour).multiply(BigInteger.valueOf(begun));
    BigInteger[] parts = ofTicks.divideAndRemainder(BigInteger.valueOf(TICKS_PER_HOUR));
    return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
  }

  /** What is wrong with it by itself; null if nothing is. */
  @Nullable String fault() {
    if (payer.isBlank() || earner.isBlank()) {
      return "payer: %s, earner: %s (expected: the names of accounts)".formatted(payer, earner);
    }
    if (perHour <= 0) {
      return "perHour: %d (expected: more than 0)".formatted(perHour);
    }
    long due = amount(perHour, from, to);
    return amount == due
        ? null
        : "amount: %d (expected: %d, for %s at %d an hour)"
            .formatted(amount, due, Duration.between(from, to), perHour);
  }
}
