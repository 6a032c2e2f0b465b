package io.gridmill.grid.trace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes traces up, with the traits that measured ones have (after Lublin and Feitelson, The
 * Workload on Parallel Supercomputers, 2003): most jobs are small and short and a few are neither;
 * sizes are mostly powers of two; jobs come in bursts by day and seldom by night; a few users send
 * most of them, each the same again and again; and limits are rough guesses, often of a round
 * figure.
 */
public final class TraceModel {
  private static final double[] ROUND_LIMITS = {
    300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400
  };

  private final SplittableRandom random;

  public TraceModel(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A user's habits. */
  private record Habit(double logRuns, int logSize, double weight, String name, String group) {}

  /**
   * Makes a trace.
   *
   * @param load the work as a share of what the system can do until the last job comes, such as 0.9
   */
  public Trace make(int jobs, int processors, int users, double load) {
    List<Habit> habits = habits(users, processors);
    double allWeights = habits.stream().mapToDouble(Habit::weight).sum();
    List<TraceJob> made = new ArrayList<>(jobs);
    double at = 0;
    double work = 0;
    Habit habit = pick(habits, allWeights);
    for (int i = 0; i < jobs; i++) {
      if (random.nextDouble() < 0.3) {
        habit = pick(habits, allWeights);
      }
      at += gap(at);
      TraceJob job = job(i + 1L, at, habit, processors);
      work += job.processors() * (job.runs().toMillis() / 1000.0);
      made.add(job);
    }
    double stretch = work / (load * processors) / at;
    return new Trace(processors, made.stream().map(j -> stretched(j, stretch)).toList());
  }

  private static TraceJob stretched(TraceJob job, double stretch) {
    return new TraceJob(
        job.number(),
        Duration.ofSeconds(Math.round(job.submitted().toMillis() * stretch / 1000)),
        job.runs(),
        job.processors(),
        job.requested(),
        job.user(),
        job.group());
  }

  private List<Habit> habits(int users, int processors) {
    List<Habit> habits = new ArrayList<>();
    int most = (int) (Math.log(processors) / Math.log(2));
    for (int i = 0; i < users; i++) {
      habits.add(
          new Habit(
              5.5 + 1.6 * random.nextGaussian(),
              Math.clamp(Math.round(most * Math.pow(random.nextDouble(), 1.8)), 0, most - 1),
              1.0 / (i + 1),
              "u" + (i + 1),
              "g" + (i % 7 + 1)));
    }
    return habits;
  }

  private Habit pick(List<Habit> habits, double allWeights) {
    double point = random.nextDouble() * allWeights;
    for (Habit habit : habits) {
      point -= habit.weight();
      if (point <= 0) {
        return habit;
      }
    }
    return habits.getLast();
  }

  /** Seconds until the next job: bursts, and three times as many by day as by night. */
  private double gap(double at) {
    double hour = at / 3600 % 24;
    double pace = 1 + Math.max(-0.5, Math.sin((hour - 8) / 24 * 2 * Math.PI));
    double mean = random.nextDouble() < 0.6 ? 15 : 200;
    return -Math.log(1 - random.nextDouble()) * mean / pace;
  }

  private TraceJob job(long number, double at, Habit habit, int processors) {
    int log = Math.max(0, habit.logSize() + random.nextInt(-1, 2));
    int size = Math.min(processors, 1 << log);
    if (random.nextDouble() < 0.25 && size > 2) {
      size = random.nextInt(size / 2 + 1, size + 1);
    }
    double seconds = Math.exp(habit.logRuns() + 1.1 * random.nextGaussian());
    seconds = Math.clamp(seconds, 1, 86_400);
    double asked = seconds * (1 + 4 * random.nextDouble());
    double limit = 86_400;
    for (double round : ROUND_LIMITS) {
      if (asked <= round) {
        limit = round;
        break;
      }
    }
    return new TraceJob(
        number,
        Duration.ofMillis(Math.round(at * 1000)),
        Duration.ofSeconds(Math.round(seconds)),
        size,
        Duration.ofSeconds((long) limit),
        habit.name(),
        habit.group());
  }
}
