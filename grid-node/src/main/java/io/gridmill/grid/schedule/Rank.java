package io.gridmill.grid.schedule;

import io.gridmill.job.TaskId;
import java.util.Comparator;

/**
 * Where a task stands in the order of the queue, less being earlier.
 *
 * @param level its priority with what it has aged, the higher the earlier
 * @param account how much its account has had of its share
 * @param project how much its project has had of its share of the account
 * @param turn when it came, moved by what it runs and by its own priority; milliseconds
 */
record Rank(int level, double account, double project, long turn, TaskId id)
    implements Comparable<Rank> {
  private static final Comparator<Rank> ORDER =
      Comparator.comparingInt((Rank r) -> -r.level())
          .thenComparingDouble(Rank::account)
          .thenComparingDouble(Rank::project)
          .thenComparingLong(Rank::turn)
          .thenComparing(Rank::id);

  @Override
  public int compareTo(Rank other) {
    return ORDER.compare(this, other);
  }
}
