package io.gridmill.worker.tornado;

import io.gridmill.job.kernel.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * How a range is cut into groups of indices, which a device runs together. TornadoVM's dimensions
 * are counted from the fast index on, ours end with it.
 *
 * @param global how many indices are run, the fast one first; those beyond the range do nothing
 * @param local how many a group has in each of three dimensions
 */
record WorkGroups(List<Integer> global, List<Long> local) {
  private static final long MOST = Integer.MAX_VALUE;

  /** Groups that keep every device busy, by the number of dimensions, the fast index first. */
  private static final List<List<Integer>> PREFERRED =
      List.of(List.of(256), List.of(32, 8), List.of(32, 4, 2));

  static WorkGroups of(Range range, long largest) {
    List<Integer> sizes = sizes(range).reversed();
    List<Integer> global = new ArrayList<>();
    List<Long> local = new ArrayList<>();
    long left = largest;
    for (int d = 0; d < sizes.size(); d++) {
      int size = sizes.get(d);
      long group = PREFERRED.get(sizes.size() - 1).get(d);
      while (group > 1 && (group > left || group / 2 >= size || padded(size, group) > MOST)) {
        group /= 2;
      }
      left /= group;
      global.add((int) padded(size, group));
      local.add(group);
    }
    while (local.size() < 3) {
      local.add(1L);
    }
    return new WorkGroups(global, local);
  }

  private static long padded(int size, long group) {
    return (size + group - 1) / group * group;
  }

  /** The sizes of a range, the slow index first. */
  static List<Integer> sizes(Range range) {
    return switch (range) {
      case Range.D1(int i) -> List.of(i);
      case Range.D2(int i, int j) -> List.of(i, j);
      case Range.D3(int i, int j, int k) -> List.of(i, j, k);
    };
  }
}
