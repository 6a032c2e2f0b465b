package io.gridmill.job.kernel;

import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * A generated loop around one kernel: computes all indices of a box.
 *
 * @param kernel the method that it calls
 * @param handle {@code (Object[] arguments, int iFrom, int iTo, int jFrom, int jTo, int kFrom, int
 *     kTo)void}; bounds of indices that the kernel does not have are ignored
 */
record KernelLoop(KernelMethod kernel, MethodHandle handle) {

  /**
   * Computes a run of consecutive indices, counted with the last index fastest, as the fewest boxes
   * that make it up: the rest of a row, whole rows, whole planes, whole rows, the start of a row.
   */
  void run(Object[] arguments, Range range, long from, long to) {
    int rows = 1;
    int columns = 1;
    switch (range) {
      case Range.D1 _ -> {}
      case Range.D2(_, int j) -> rows = j;
      case Range.D3(_, int j, int k) -> {
        rows = j;
        columns = k;
      }
    }
    long plane = (long) rows * columns;
    for (long at = from; at < to; ) {
      int i = (int) (at / plane);
      long inPlane = at % plane;
      if (inPlane == 0 && to - at >= plane) {
        long planes = (to - at) / plane;
        box(arguments, i, (int) (i + planes), 0, rows, 0, columns);
        at += planes * plane;
        continue;
      }
      long end = Math.min(to - at, plane - inPlane);
      int j = (int) (inPlane / columns);
      int k = (int) (inPlane % columns);
      if (k == 0 && end >= columns) {
        long whole = end / columns;
        box(arguments, i, i + 1, j, (int) (j + whole), 0, columns);
        at += whole * columns;
      } else {
        int part = (int) Math.min(end, columns - k);
        box(arguments, i, i + 1, j, j + 1, k, k + part);
        at += part;
      }
    }
  }

  private void box(Object[] arguments, int iFrom, int iTo, int jFrom, int jTo, int kFrom, int kTo) {
    try {
      handle.invokeExact(arguments, iFrom, iTo, jFrom, jTo, kFrom, kTo);
    } catch (Throwable thrown) {
      int[] bounds = {iFrom, iTo, jFrom, jTo, kFrom, kTo};
      StringBuilder where = new StringBuilder();
      for (int d = 0; d < kernel.dimensions(); d++) {
        where.append(
            String.format(
                Locale.ROOT,
                "%s%c in [%d, %d)",
                d == 0 ? "" : ", ",
                'i' + d,
                bounds[2 * d],
                bounds[2 * d + 1]));
      }
      throw new Failure(where.toString(), thrown);
    }
  }

  /** What a kernel threw, and where. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Throwable thrown;

    Failure(String where, Throwable thrown) {
      super(where, thrown, false, false);
      this.thrown = thrown;
    }

    Throwable thrown() {
      return thrown;
    }
  }
}
