package io.gridmill.job;

import org.jspecify.annotations.Nullable;

/**
 * The items of an array task: either the numbers from 0 to {@code count - 1}, or the lines of an
 * artifact.
 *
 * @param count how many items there are; with {@code items}, the number of its lines
 * @param items newline-delimited JSON, one item a line; null for plain numbers
 * @param reduce whether the job's {@code reduce} makes one result of all items' results
 */
public record ArraySpec(long count, @Nullable ArtifactRef items, boolean reduce) {
  /** The most items that one task may have. */
  public static final long MAX_ITEMS = 1_000_000_000L;

  public ArraySpec {
    if (count < 1 || count > MAX_ITEMS) {
      throw GridException.invalid("array.count", count, "1 to " + MAX_ITEMS);
    }
  }
}
