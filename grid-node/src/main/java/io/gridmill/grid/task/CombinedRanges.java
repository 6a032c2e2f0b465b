package io.gridmill.grid.task;

import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.List;

/**
 * What was combined of an array's items: rows that cover all of them once, but for those that were
 * set aside.
 *
 * <p>A row whose lease was lost before it could say so may be there, too. Its items were leased
 * again, so rows of later leases have them; a row that counts has nothing in common with one of a
 * later lease.
 */
final class CombinedRanges {
  private static final int ROWS_AT_ONCE = 64;

  private final Items items;
  private final TaskId task;
  private final ArrayState array;
  private final Interval leases;

  /**
   * @param leases those of the level whose ranges are wanted
   */
  CombinedRanges(Items items, TaskId task, ArrayState array, Interval leases) {
    this.items = items;
    this.task = task;
    this.array = array;
    this.leases = leases;
  }

  /** Those that begin with one of some items, in order. */
  List<ItemRange> of(Interval wanted) {
    List<ItemRange> all = near(wanted);
    List<ItemRange> counting = new ArrayList<>();
    for (ItemRange row : all) {
      boolean begins = wanted.from() <= row.from() && row.from() < wanted.to();
      if (begins && counts(row, all)) {
        counting.add(row);
      }
    }
    return counting;
  }

  private boolean counts(ItemRange row, List<ItemRange> all) {
    return all.stream().noneMatch(r -> r.lease() > row.lease() && r.range().overlaps(row.range()))
        && array.setAside().stream().noneMatch(aside -> aside.overlaps(row.range()));
  }

  /** The rows that begin there, and those that may have items in common with them. */
  private List<ItemRange> near(Interval wanted) {
    List<ItemRange> all = new ArrayList<>();
    long next = items.startOf(task, leases, wanted.from());
    long end = wanted.to();
    int most = ROWS_AT_ONCE;
    while (next < end) {
      List<ItemRange> rows = items.from(task, leases, next, most);
      boolean last = rows.size() < most;
      if (!last && rows.getFirst().from() == rows.getLast().from()) {
        most *= 2;
        continue;
      }
      long before = last ? Long.MAX_VALUE : rows.getLast().from();
      for (ItemRange row : rows) {
        if (row.from() < before) {
          all.add(row);
          end = row.from() < wanted.to() ? Math.max(end, row.to()) : end;
        }
      }
      next = before;
    }
    return all;
  }
}
