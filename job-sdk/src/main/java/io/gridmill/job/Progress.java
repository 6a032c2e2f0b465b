package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * How far a task has come.
 *
 * @param done units or items that are done
 * @param total how many there are; 0 if that is not known
 * @param failed items that failed, of those done; 0 for anything but arrays
 * @param note the job's last word about it
 */
public record Progress(long done, long total, long failed, @Nullable String note) {
  /** The share that is done, from 0 to 1; 0 while the total is not known. */
  public double fraction() {
    return total <= 0 ? 0 : Math.min(1.0, (double) done / total);
  }
}
