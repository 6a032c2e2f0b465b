package io.gridmill.job.kernel;

/**
 * Sorting by key.
 *
 * {@snippet :
 * try (KernelGraph g = accelerator.graph("order").upload(keys, prices)) {
 *   Kernels.indices(g, order);
 *   Sorts.byKey(g, keys, order); // order[0] is where the least key was
 *   Kernels.gather(g, order, prices, sorted); // anything else in the same order
 *   g.download(keys, sorted).run();
 * }
 * }
 */
public final class Sorts {

  /** How many pairs one index counts and moves. */
  private static final int BLOCK = 2048;

  /** How many blocks one index of the scan walks over. */
  private static final int GROUP = 32;

  private static final int DIGITS = 256;
  private static final int DIGIT_BITS = 8;

  private Sorts() {}

  /**
   * Sorts pairs by their keys, least first, in place and stably: equal keys keep their order.
   *
   * <p><b>Algorithm.</b> A radix sort of four digits of eight bits, from the lowest, each by a
   * prefix sum over the counts of all blocks of {@value #BLOCK} pairs (M. Zagha and G. E. Blelloch,
   * Radix Sort for Vector Multiprocessors, 1991). 20 launches, O(n) work, and scratch of 2.1 n
   * elements that the graph holds, at least {@code 4 * 256}. On the JVM it takes as long as {@link
   * java.util.Arrays#parallelSort(long[])} of 16 million pairs packed into longs, and longer for
   * fewer; it is there for what is on a device, where the first run compiles all launches.
   *
   * <p><b>Determinism.</b> A stable sort has one result.
   *
   * @param keys of any length; sorted as signed numbers
   * @param values as many; each goes where its key goes
   * @throws IllegalArgumentException if the lengths differ or both are the same array
   */
  public static KernelGraph byKey(KernelGraph graph, int[] keys, int[] values) {
    Shapes.requireLength("values", values, "keys", keys.length);
    Shapes.requireOther("values", values, "keys", keys);
    int n = keys.length;
    int blocks = Math.ceilDiv(n, BLOCK);
    int groups = Math.ceilDiv(blocks, GROUP);
    int[] counts = new int[Math.max(1, blocks) * DIGITS];
    int[] groupCounts = new int[Math.max(1, groups) * DIGITS];
    int[] totals = new int[DIGITS];
    int[] fromKeys = keys;
    int[] fromValues = values;
    int[] toKeys = new int[n];
    int[] toValues = new int[n];
    for (int shift = 0; shift < Integer.SIZE; shift += DIGIT_BITS) {
      graph
          .launch(Range.of(blocks), Sorts::count, n, shift, fromKeys, counts)
          .launch(Range.of(groups, DIGITS), Sorts::groupCounts, blocks, counts, groupCounts)
          .launch(Range.of(DIGITS), Sorts::totals, groups, groupCounts, totals)
          .launch(Range.of(groups, DIGITS), Sorts::starts, blocks, counts, groupCounts, totals)
          .launch(
              Range.of(blocks),
              Sorts::move,
              n,
              shift,
              fromKeys,
              fromValues,
              counts,
              toKeys,
              toValues);
      int[] keysBefore = fromKeys;
      int[] valuesBefore = fromValues;
      fromKeys = toKeys;
      fromValues = toValues;
      toKeys = keysBefore;
      toValues = valuesBefore;
    }
    return graph;
  }

  /** The digit of a key, the sign turned so that the top digit of negative keys comes first. */
  private static int digit(int key, int shift) {
    return ((key ^ Integer.MIN_VALUE) >> shift) & (DIGITS - 1);
  }

  /** Counts the digits of a block. */
  private static void count(int block, int n, int shift, int[] keys, int[] counts) {
    int row = block * DIGITS;
    for (int d = 0; d < DIGITS; d++) {
      counts[row + d] = 0;
    }
    int from = block * BLOCK;
    int to = n - from < BLOCK ? n : from + BLOCK;
    for (int i = from; i < to; i++) {
      int at = row + digit(keys[i], shift);
      counts[at] = counts[at] + 1;
    }
  }

  /** Adds up how often a digit is in the blocks of a group. */
  private static void groupCounts(int group, int d, int blocks, int[] counts, int[] groupCounts) {
    int from = group * GROUP;
    int to = blocks - from < GROUP ? blocks : from + GROUP;
    int sum = 0;
    for (int block = from; block < to; block++) {
      sum += counts[block * DIGITS + d];
    }
    groupCounts[group * DIGITS + d] = sum;
  }

  /** Makes of a digit's counts in groups how often it is in the groups before; and its total. */
  private static void totals(int d, int groups, int[] groupCounts, int[] totals) {
    int sum = 0;
    for (int group = 0; group < groups; group++) {
      int at = group * DIGITS + d;
      int count = groupCounts[at];
      groupCounts[at] = sum;
      sum += count;
    }
    totals[d] = sum;
  }

  /** Makes of a digit's counts in the blocks of a group where its pairs of each block begin. */
  private static void starts(
      int group, int d, int blocks, int[] counts, int[] groupCounts, int[] totals) {
    int start = groupCounts[group * DIGITS + d];
    for (int less = 0; less < d; less++) {
      start += totals[less];
    }
    int from = group * GROUP;
    int to = blocks - from < GROUP ? blocks : from + GROUP;
    for (int block = from; block < to; block++) {
      int at = block * DIGITS + d;
      int count = counts[at];
      counts[at] = start;
      start += count;
    }
  }

  /** Moves the pairs of a block to their places. */
  private static void move(
      int block,
      int n,
      int shift,
      int[] fromKeys,
      int[] fromValues,
      int[] starts,
      int[] toKeys,
      int[] toValues) {
    int row = block * DIGITS;
    int from = block * BLOCK;
    int to = n - from < BLOCK ? n : from + BLOCK;
    for (int i = from; i < to; i++) {
      int key = fromKeys[i];
      int at = row + digit(key, shift);
      int place = starts[at];
      starts[at] = place + 1;
      toKeys[place] = key;
      toValues[place] = fromValues[i];
    }
  }
}
