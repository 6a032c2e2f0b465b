package io.gridmill.grid.schedule;

import io.gridmill.job.TaskId;

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
  @Override
  public int compareTo(Rank other) {
    if (level != other.level) {
      return level > other.level ? -1 : 1;
    }
    int byAccount = Double.compare(account, other.account);
    if (byAccount != 0) {
      return byAccount;
    }
    int byProject = Double.compare(project, other.project);
    if (byProject != 0) {
      return byProject;
    }
    return turn != other.turn ? Long.compare(turn, other.turn) : id.compareTo(other.id);
  }
}
