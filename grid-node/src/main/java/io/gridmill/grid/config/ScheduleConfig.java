package io.gridmill.grid.config;

import io.gridmill.job.GridException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the scheduler decides; the same on all core nodes.
 *
 * @param policy {@code fair} (default), {@code fcfs} or {@code easy}
 * @param weights the shares of accounts, such as {@code schedule.weights.alice=3}, and of their
 *     projects, {@code schedule.weights.alice/films=2}; who is not named has 1
 * @param aging for how long a task waits until it counts as one more of priority; default 10
 *     minutes
 * @param halfLife after how long what an account has used counts half; default a day
 * @param mostTasks the most tasks that one account may have on nodes at a time; default any number
 * @param mostCores the most cores that one account may have at a time; default any number
 * @param preemptionGap by how much a priority must be higher for preemptible work to make way;
 *     default 10
 */
public record ScheduleConfig(
    String policy,
    Map<String, Double> weights,
    Duration aging,
    Duration halfLife,
    int mostTasks,
    int mostCores,
    int preemptionGap) {
  /** What ships. */
  public static final ScheduleConfig DEFAULT = new ScheduleConfig(null, null, null, null, 0, 0, 0);

  public ScheduleConfig(
      @Nullable String policy,
      @Nullable Map<String, Double> weights,
      @Nullable Duration aging,
      @Nullable Duration halfLife,
      int mostTasks,
      int mostCores,
      int preemptionGap) {
    this.policy = policy == null ? "fair" : policy;
    this.weights = weights == null ? Map.of() : Map.copyOf(weights);
    this.aging = aging == null ? Duration.ofMinutes(10) : aging;
    this.halfLife = halfLife == null ? Duration.ofDays(1) : halfLife;
    this.mostTasks = mostTasks == 0 ? Integer.MAX_VALUE : mostTasks;
    this.mostCores = mostCores == 0 ? Integer.MAX_VALUE : mostCores;
    this.preemptionGap = preemptionGap == 0 ? 10 : preemptionGap;
    if (this.mostTasks < 1) {
      throw GridException.invalid("schedule.mostTasks", mostTasks, "1 or more");
    }
    if (this.mostCores < 1) {
      throw GridException.invalid("schedule.mostCores", mostCores, "1 or more");
    }
    if (this.preemptionGap < 1) {
      throw GridException.invalid("schedule.preemptionGap", preemptionGap, "1 or more");
    }
  }
}
