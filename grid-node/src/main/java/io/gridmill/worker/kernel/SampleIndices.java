package io.gridmill.worker.kernel;

import io.gridmill.job.kernel.Range;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The indices of a sample: the corners of the range first, then random ones. */
final class SampleIndices {

  private SampleIndices() {}

  /** How many corners a range has. */
  static int corners(Range range) {
    return (int) Math.min(1L << range.dimensions(), range.count());
  }

  /** At most {@code count} different indices, but all corners; none if the range is empty. */
  static Collection<int[]> of(Range range, int count, RandomGenerator random) {
    if (range.count() == 0) {
      return java.util.List.of();
    }
    int[] sizes =
        switch (range) {
          case Range.D1(int i) -> new int[] {i};
          case Range.D2(int i, int j) -> new int[] {i, j};
          case Range.D3(int i, int j, int k) -> new int[] {i, j, k};
        };
    Map<String, int[]> chosen = new LinkedHashMap<>();
    for (int corner = 0; corner < 1 << sizes.length; corner++) {
      int[] index = new int[sizes.length];
      for (int d = 0; d < sizes.length; d++) {
        index[d] = (corner >> d & 1) == 0 ? 0 : sizes[d] - 1;
      }
      chosen.putIfAbsent(Arrays.toString(index), index);
    }
    for (int tries = 0;
        tries < 2 * count && chosen.size() < Math.min(count, range.count());
        tries++) {
      int[] index = Arrays.stream(sizes).map(random::nextInt).toArray();
      chosen.putIfAbsent(Arrays.toString(index), index);
    }
    return chosen.values();
  }
}
