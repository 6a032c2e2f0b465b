package io.gridmill.grid.task;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The rows of items' results; {@link TaskBoard} is their writer. */
final class Items {
  static final Schema<String, ItemRange> SCHEMA =
      new Schema<String, ItemRange>(
              "items",
              k -> k,
              k -> k,
              ItemRange.class,
              1,
              List.of(
                  Column.<ItemRange>text("task", r -> r.task().value()).withIndex(),
                  Column.number("first", ItemRange::from),
                  Column.number("past", ItemRange::to),
                  Column.flag("outside", r -> r.ref() != null),
                  Column.number("lease", ItemRange::lease)),
              Schema.Placement.EVERYWHERE)
          .withPayload(ItemRange::lines, ItemRange::with);

  private final Table<String, ItemRange> rows;

  Items(Tables tables) {
    this.rows = tables.open(SCHEMA);
  }

  /** Hands over the artifacts that hold results which are too long for their row. */
  void artifacts(Consumer<ArtifactRef> consumer) {
    rows.scan(
        Query.where("outside", true),
        range -> Optional.ofNullable(range.ref()).ifPresent(consumer));
  }

  void keep(ItemRange range) {
    rows.put(range.key(), range);
  }

  void drop(ItemRange range) {
    rows.remove(range.key());
  }

  /** The ranges that begin at an item or later, by their first item. */
  List<ItemRange> from(TaskId task, long item, int most) {
    return rows.find(
        Query.where("task", task.value())
            .andAtLeast("first", item)
            .order("first", false)
            .first(most));
  }

  /** As {@link #from(TaskId, long, int)}, of some leases only. */
  List<ItemRange> from(TaskId task, Interval leases, long item, int most) {
    return rows.find(of(task, leases).andAtLeast("first", item).order("first", false).first(most));
  }

  /** The first item of the earliest row of late, of some leases, that may hold an item. */
  long startOf(TaskId task, Interval leases, long item) {
    return rows
        .find(of(task, leases).andLess("first", item + 1).order("first", true).first(8))
        .stream()
        .filter(row -> row.to() > item)
        .mapToLong(ItemRange::from)
        .min()
        .orElse(item);
  }

  private static Query of(TaskId task, Interval leases) {
    return Query.where("task", task.value())
        .andAtLeast("lease", leases.from())
        .andLess("lease", leases.to());
  }

  /** The first item of the earliest row of late that may hold an item. */
  long startOf(TaskId task, long item) {
    return rows
        .find(
            Query.where("task", task.value())
                .andLess("first", item + 1)
                .order("first", true)
                .first(8))
        .stream()
        .filter(row -> row.to() > item)
        .mapToLong(ItemRange::from)
        .min()
        .orElse(item);
  }

  void removeAll(TaskId task) {
    List<ItemRange> some = from(task, 0, 256);
    while (!some.isEmpty()) {
      rows.removeAll(some.stream().map(ItemRange::key).toList());
      some = from(task, 0, 256);
    }
  }
}
