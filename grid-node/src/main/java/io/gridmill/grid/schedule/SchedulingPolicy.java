package io.gridmill.grid.schedule;

import io.gridmill.grid.config.ScheduleConfig;
import io.gridmill.job.GridException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How the scheduler decides.
 *
 * @param name what people choose it by
 * @param fair whether priorities and shares order the queue; else first come is first served
 * @param reservations for how many tasks that found no room, the first in order, room is kept; what
 *     comes later may overtake them only where it does not delay them. 0: nothing overtakes
 * @param patience how much more a task's waiting must weigh than what would stand idle for it,
 *     before room is kept for it; 0: at once
 * @param fit which of the nodes with room a task goes to
 * @param aging for how long a task waits until it counts as one more of priority
 * @param halfLife after how long what an account has used counts half
 * @param shortFirst how much later a task counts as having come for each second that it will
 *     probably run: 0 is first come, first served
 * @param weights the shares of accounts ({@code alice}) and of their projects ({@code
 *     alice/films}); who is not named has 1
 * @param mostTasks the most tasks that one account may have on nodes at a time
 * @param mostCores the most cores that one account may have at a time
 * @param preemptionGap by how much the priority of a task must be higher for others to give way
 */
public record SchedulingPolicy(
    String name,
    boolean fair,
    int reservations,
    double patience,
    Fit fit,
    Duration aging,
    Duration halfLife,
    double shortFirst,
    Map<String, Double> weights,
    int mostTasks,
    int mostCores,
    int preemptionGap) {

  /** What ships: fair shares, short tasks first, and backfilling round eight reservations. */
  public static final SchedulingPolicy FAIR =
      new SchedulingPolicy(
          "fair",
          true,
          8,
          10,
          Fit.TIGHTEST,
          Duration.ofMinutes(10),
          Duration.ofDays(1),
          3.0,
          Map.of(),
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          10);

  /** First come, first served; nothing overtakes. A baseline. */
  public static final SchedulingPolicy FCFS = FAIR.baseline("fcfs", 0);

  /**
   * First come, first served with one reservation: EASY backfilling (Lifka, The ANL/IBM SP
   * Scheduling System, 1995). A baseline.
   */
  public static final SchedulingPolicy EASY = FAIR.baseline("easy", 1);

  public SchedulingPolicy {
    weights = Map.copyOf(weights);
    weights.forEach(
        (account, weight) -> {
          if (!(weight > 0)) {
            throw GridException.invalid("schedule.weights." + account, weight, "more than 0");
          }
        });
    if (reservations < 0) {
      throw GridException.invalid("schedule.reservations", reservations, "0 or more");
    }
    if (!aging.isPositive()) {
      throw GridException.invalid("schedule.aging", aging, "more than PT0S");
    }
    if (!halfLife.isPositive()) {
      throw GridException.invalid("schedule.halfLife", halfLife, "more than PT0S");
    }
  }

  private SchedulingPolicy baseline(String called, int reserved) {
    return new SchedulingPolicy(
        called,
        false,
        reserved,
        0,
        fit,
        aging,
        halfLife,
        0,
        weights,
        mostTasks,
        mostCores,
        Integer.MAX_VALUE);
  }

  /** The same with another most of cores that one account may have at a time. */
  public SchedulingPolicy withMostCores(int most) {
    return new SchedulingPolicy(
        name,
        fair,
        reservations,
        patience,
        fit,
        aging,
        halfLife,
        shortFirst,
        weights,
        mostTasks,
        most,
        preemptionGap);
  }

  /** The same with other shares of accounts and projects. */
  public SchedulingPolicy withWeights(Map<String, Double> others) {
    return new SchedulingPolicy(
        name,
        fair,
        reservations,
        patience,
        fit,
        aging,
        halfLife,
        shortFirst,
        others,
        mostTasks,
        mostCores,
        preemptionGap);
  }

  /** What a node's configuration says. */
  public static SchedulingPolicy of(ScheduleConfig config) {
    SchedulingPolicy base = named(config.policy());
    return new SchedulingPolicy(
        base.name,
        base.fair,
        base.reservations,
        base.patience,
        base.fit,
        config.aging(),
        config.halfLife(),
        base.shortFirst,
        config.weights(),
        config.mostTasks(),
        config.mostCores(),
        base.fair ? config.preemptionGap() : base.preemptionGap);
  }

  /** The policy of a name. */
  public static SchedulingPolicy named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "fair" -> FAIR;
      case "fcfs" -> FCFS;
      case "easy" -> EASY;
      default -> throw GridException.invalid("policy", name, "fair, fcfs or easy");
    };
  }

  /** The share of an account, or of a project of it. */
  double weight(String account) {
    return weights.getOrDefault(account, 1.0);
  }
}
