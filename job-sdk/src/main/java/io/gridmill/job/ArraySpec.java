package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * The items of an array task: either the numbers from 0 to {@code count - 1}, or the lines of an
 * artifact.
 *
 * @param count how many items there are; with {@code items}, the number of its lines
 * @param items newline-delimited JSON, one item a line; null for plain numbers
 * @param reduce whether the job's {@code reduce} makes one result of all items' results
 * @param allowFailed how many items may fail for the task to succeed all the same: a number of
 *     items, or if it is less than 1 a share of them; -1 for any number; default 0. The result of
 *     an item that failed is null
 * @param combine whether the results of items are combined where they are made, and in a tree, as
 *     the job is a {@code CombiningArrayJob}; only with {@code reduce}
 */
public record ArraySpec(
    long count, @Nullable ArtifactRef items, boolean reduce, double allowFailed, boolean combine) {
  /** The most items that one task may have. */
  public static final long MAX_ITEMS = 1_000_000_000L;

  public ArraySpec {
    if (count < 1 || count > MAX_ITEMS) {
      throw GridException.invalid("array.count", count, "1 to " + MAX_ITEMS);
    }
    if (!(allowFailed >= 0 || allowFailed == -1)
        || (allowFailed >= 1 && allowFailed != Math.rint(allowFailed))) {
      throw GridException.invalid(
          "array.allowFailed", allowFailed, "a number of items, a share less than 1, or -1");
    }
    if (combine && !reduce) {
      throw GridException.invalid("array.combine", true, "false, without array.reduce");
    }
  }

  /** An array whose items' results are kept one by one. */
  public ArraySpec(long count, @Nullable ArtifactRef items, boolean reduce, double allowFailed) {
    this(count, items, reduce, allowFailed, false);
  }

  /** An array none of whose items may fail. */
  public ArraySpec(long count, @Nullable ArtifactRef items, boolean reduce) {
    this(count, items, reduce, 0);
  }

  /** The same array, some of whose items may fail. */
  public ArraySpec withAllowFailed(double items) {
    return new ArraySpec(count, this.items, reduce, items, combine);
  }

  /** The same array, reduced in a tree. */
  public ArraySpec combining() {
    return new ArraySpec(count, items, reduce, allowFailed, true);
  }

  /** Whether the task succeeds though so many items failed. */
  public boolean allows(long failed) {
    if (allowFailed == -1) {
      return true;
    }
    return failed <= (allowFailed < 1 ? allowFailed * count : allowFailed);
  }
}
