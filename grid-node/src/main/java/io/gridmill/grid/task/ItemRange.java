package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of some items that lie side by side.
 *
 * @param lease the lease under which they were made
 * @param from the first item
 * @param to one past the last item
 * @param failed how many of them failed
 * @param failedBits a bit an item, from the first one on, set where it failed; null if none did
 * @param lines their results as newline-delimited JSON, a line an item; empty if all are null or
 *     {@code ref} has them
 * @param ref the lines as an artifact, where they are too many for a row
 * @param skip how many lines and bits belong to items before the first one
 * @param errors why items failed, of the first few that did
 */
@SuppressWarnings("ArrayRecordComponent") // rows are not compared
public record ItemRange(
    TaskId task,
    long lease,
    long from,
    long to,
    long failed,
    byte @Nullable [] failedBits,
    byte[] lines,
    @Nullable ArtifactRef ref,
    long skip,
    List<ItemError> errors) {
  /** The most bytes of lines that a row keeps. */
  public static final int MAX_INLINE = 1 << 20;

  public ItemRange {
    errors = errors == null ? List.of() : List.copyOf(errors);
  }

  /** All items of which there are results, no errors told. */
  public ItemRange(
      TaskId task,
      long lease,
      long from,
      long to,
      long failed,
      byte @Nullable [] failedBits,
      byte[] lines,
      @Nullable ArtifactRef ref) {
    this(task, lease, from, to, failed, failedBits, lines, ref, 0, List.of());
  }

  String key() {
    return task + "/" + String.format("%010d", from) + "/" + lease;
  }

  Interval range() {
    return new Interval(from, to);
  }

  boolean hasFailed(long item) {
    long bit = item - from + skip;
    return failedBits != null
        && bit >> 3 < failedBits.length
        && (failedBits[(int) (bit >> 3)] & 1 << (bit & 7)) != 0;
  }

  ItemRange with(byte[] otherLines) {
    return new ItemRange(task, lease, from, to, failed, failedBits, otherLines, ref, skip, errors);
  }

  ItemRange with(List<ItemError> told) {
    return new ItemRange(task, lease, from, to, failed, failedBits, lines, ref, skip, told);
  }

  /** Some of these items. */
  ItemRange part(Interval items) {
    long fails = 0;
    for (long item = items.from(); failed > 0 && item < items.to(); item++) {
      fails += hasFailed(item) ? 1 : 0;
    }
    return new ItemRange(
        task,
        lease,
        items.from(),
        items.to(),
        fails,
        failedBits,
        lines,
        ref,
        skip + items.from() - from,
        errors.stream().filter(e -> items.from() <= e.item() && e.item() < items.to()).toList());
  }
}
