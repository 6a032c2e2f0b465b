package io.gridmill.job.runtime;

import java.util.List;

/**
 * The outcome of consecutive items.
 *
 * <p>Its arrays are handed over: the runner does not keep them, and nobody changes them.
 *
 * @param from the first item
 * @param to the item after the last
 * @param allNull whether no item gave a result; {@code ndjson} is then empty
 * @param ndjson one line of JSON for each item, {@code null} for those that failed
 * @param failed which items failed, as bits counted from {@code from}, 64 a word, lowest first;
 *     words at the end that would be 0 are left out
 * @param failures the first failures of this range, at most {@value #MAX_FAILURES}
 */
@SuppressWarnings("ArrayRecordComponent")
public record RangeResult(
    long from, long to, boolean allNull, byte[] ndjson, long[] failed, List<ItemFailure> failures) {
  /** The most failures that are told in words. */
  public static final int MAX_FAILURES = 20;

  /** How many items failed. */
  public long failedCount() {
    long count = 0;
    for (long word : failed) {
      count += Long.bitCount(word);
    }
    return count;
  }

  @Override
  public String toString() {
    return "RangeResult[%d to %d, %d failed, %s]"
        .formatted(from, to, failedCount(), allNull ? "no results" : ndjson.length + " bytes");
  }
}
