package io.gridmill.grid.task;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which items of an array have failed, and why, in the order of the items. */
final class FailedItems {
  private static final int ROWS_AT_ONCE = 64;
  private static final Failure NOT_KEPT =
      Failure.of(ErrorCode.JOB_FAILED, "its error was not kept, as many failed beside it");

  private final Items items;
  private final TaskId task;
  private final ArrayState array;

  FailedItems(Items items, TaskId task, ArrayState array) {
    this.items = items;
    this.task = task;
    this.array = array;
  }

  /** The first of them from an item on. */
  List<ItemError> from(long first, int most) {
    List<ItemError> found = new ArrayList<>();
    for (Interval aside : array.setAside()) {
      for (long item = Math.max(first, aside.from()); item < aside.to(); item++) {
        found.add(new ItemError(item, known(array.errors(), item)));
      }
    }
    int set = found.size();
    long next = items.startOf(task, first);
    List<ItemRange> rows = items.from(task, next, ROWS_AT_ONCE);
    while (!rows.isEmpty() && found.size() - set < most) {
      rows.forEach(row -> add(row, first, found));
      next = rows.getLast().from() + 1;
      rows = items.from(task, next, ROWS_AT_ONCE);
    }
    found.sort(Comparator.comparingLong(ItemError::item));
    return found.size() > most ? List.copyOf(found.subList(0, most)) : found;
  }

  private void add(ItemRange row, long first, List<ItemError> found) {
    if (row.failed() == 0) {
      return;
    }
    for (long item = Math.max(first, row.from()); item < row.to(); item++) {
      if (row.hasFailed(item) && counts(row, item)) {
        found.add(new ItemError(item, known(row.errors(), item)));
      }
    }
  }

  /** Whether it was this row's lease that did the item. */
  private boolean counts(ItemRange row, long item) {
    Interval one = new Interval(item, item + 1);
    return array.undone(one).isEmpty()
        && array.setAside().stream().noneMatch(s -> s.overlaps(one))
        && array.credits().stream()
            .noneMatch(c -> c.lease() != row.lease() && c.range().overlaps(one));
  }

  private static Failure known(List<ItemError> errors, long item) {
    for (ItemError error : errors) {
      if (error.item() == item) {
        return error.failure();
      }
    }
    return NOT_KEPT;
  }
}
