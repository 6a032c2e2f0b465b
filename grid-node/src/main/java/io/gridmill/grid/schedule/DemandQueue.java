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
  static final Comparator<DemandQueue> ORDER = (a, b) -> a.rank.compareTo(b.rank);

  private static final long TRY_NANOS = 1_000_000_000;

  private final Demand demand;
  private final @Nullable Gang gang;
  private final TreeSet<Line> lines = new TreeSet<>((a, b) -> a.rank().compareTo(b.rank()));
  private Rank rank;
  private boolean open = true;
  private boolean possible = true;
  private boolean servedNext;
  private long triedAt = Long.MIN_VALUE;
  private int users;
  private long seen = -1;
  private long closedAt;
  private long closedSince;

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
   * @param placed how many tasks had been placed until now
   * @param now nanoseconds of no particular origin
   */
  void close(boolean couldFit, long found, long placed, long now) {
    open = false;
    possible = couldFit;
    seen = found;
    if (closedAt == 0) {
      closedAt = placed;
      closedSince = now;
    }
  }

  /** How often nodes with room had been found when it was closed. */
  long seen() {
    return seen;
  }

  /** One of its tasks has found room. */
  void served() {
    closedAt = 0;
    servedNext = false;
  }

  /** For how many nanoseconds it has found no room. */
  long closedFor(long now) {
    return closedAt == 0 ? 0 : now - closedSince;
  }

  /** How many tasks of others have been placed since its first found no room. */
  long overtaken(long placed) {
    return closedAt == 0 ? 0 : placed - closedAt;
  }

  /** Whether room was kept for it since one of its tasks last found some. */
  boolean isServedNext() {
    return servedNext;
  }

  void serveNext() {
    servedNext = true;
  }

  /** Whether it is time to look again for room to keep; at most once a second. */
  boolean isTriedAgain(long now) {
    if (!servedNext && triedAt != Long.MIN_VALUE && now - triedAt < TRY_NANOS) {
      return false;
    }
    triedAt = now;
    return true;
  }
}
