package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.TaskId;
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
    @Nullable ArtifactRef ref) {
  /** The most bytes of lines that a row keeps. */
  public static final int MAX_INLINE = 1 << 20;

  String key() {
    return task + "/" + String.format("%010d", from) + "/" + lease;
  }
}
