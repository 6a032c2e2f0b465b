package io.gridmill.grid.schedule;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The lines of tasks that fit the same nodes. It is closed once its first task has found no room,
 * and opened again by what changes.
 */
final class DemandQueue {
  static final Comparator<DemandQueue> ORDER = Comparator.comparing(DemandQueue::rank);

  private final Demand demand;
  private final @Nullable Gang gang;
  private final TreeSet<Line> lines = new TreeSet<>(Comparator.comparing(Line::rank));
  private Rank rank;
  private boolean open = true;
  private boolean possible = true;
  private int users;
  private long seen = -1;

  DemandQueue(Demand demand, @Nullable Gang gang, Rank rank) {
    this.demand = demand;
    this.gang = gang;
    this.rank = rank;
  }

  Demand demand() {
    return demand;
  }

  /** The gang that waits here, alone; null if these are single tasks. */
  @Nullable Gang gang() {
    return gang;
  }

  NavigableSet<Line> lines() {
    return lines;
  }

  Line first() {
    return lines.first();
  }

  /** Where its first line stood when it was last put in order. */
  Rank rank() {
    return rank;
  }

  void rank(Rank now) {
    rank = now;
  }

  /** Counts the lines that belong here, in order or capped; returns how many there are now. */
  int use(int more) {
    users += more;
    return users;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether some node could run its tasks if it were free. */
  boolean isPossible() {
    return possible;
  }

  void open() {
    open = true;
  }

  /**
   * Closes it.
   *
   * @param couldFit whether some node could run its tasks if it were free
   * @param found how often nodes with room had been found until now
   */
  void close(boolean couldFit, long found) {
    open = false;
    possible = couldFit;
    seen = found;
  }

  /** How often nodes with room had been found when it was closed. */
  long seen() {
    return seen;
  }
}
