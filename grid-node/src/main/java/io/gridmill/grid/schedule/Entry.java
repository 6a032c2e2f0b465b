package io.gridmill.grid.schedule;

import io.gridmill.grid.task.Task;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for a node.
 *
 * @param turn when it came, moved by what it runs, by its priority and by its deadline; in
 *     milliseconds
 * @param since when it came, in milliseconds
 * @param priority what its owner gave it
 * @param attempts how many attempts it has had
 * @param terms what its booking says of it
 */
record Entry(TaskId id, long turn, long since, int priority, int attempts, Terms terms)
    implements Comparable<Entry> {

  /**
   * What matters of a task once it is on a node.
   *
   * @param expectedNanos how long it will probably run
   */
  record Terms(int priority, boolean preemptible, long expectedNanos, @Nullable String gang) {
    private static final Duration LONGEST = Duration.ofDays(366);

    static Terms of(TaskSpec spec) {
      Scheduling wishes = spec.scheduling();
      Duration expected = expected(spec);
      return new Terms(
          spec.priority(),
          wishes.preemptible(),
          (expected.compareTo(LONGEST) > 0 ? LONGEST : expected).toNanos(),
          wishes.gang() == null || spec.array() != null ? null : wishes.gang().name());
    }
  }

  private static Duration expected(TaskSpec spec) {
    Duration expected = spec.scheduling().expected();
    return expected == null ? spec.timeLimit() : expected;
  }

  /** A task as the policy orders it. */
  static Entry of(Task task, SchedulingPolicy policy) {
    TaskSpec spec = task.spec();
    long since = task.submittedAt().toEpochMilli();
    long turn = since;
    if (policy.fair()) {
      long expected = expected(spec).toMillis();
      turn += (long) (policy.shortFirst() * expected) - spec.priority() * policy.aging().toMillis();
      var deadline = spec.scheduling().deadline();
      if (deadline != null) {
        turn = Math.min(turn, deadline.toEpochMilli() - expected);
      }
    }
    return new Entry(task.id(), turn, since, spec.priority(), task.attempts(), Terms.of(spec));
  }

  /** Its priority, with one more for each {@code aging} that it has waited, up to a highest. */
  int level(long nowMillis, long agingMillis, int highest) {
    long aged = priority + Math.max(0, nowMillis - since) / agingMillis;
    return (int) Math.max(priority, Math.min(highest, aged));
  }

  @Override
  public int compareTo(Entry other) {
    int byTurn = Long.compare(turn, other.turn);
    return byTurn != 0 ? byTurn : id.compareTo(other.id);
  }
}
