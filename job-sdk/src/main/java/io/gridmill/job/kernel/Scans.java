package io.gridmill.job.kernel;

import java.util.function.IntFunction;

/**
 * Prefix sums: {@code y[i]} is the sum of all elements up to {@code x[i]}, with it (inclusive) or
 * without it (exclusive; {@code y[0]} is 0).
 *
 * <p><b>Shapes.</b> {@code y} is as long as {@code x}, of any length, and may be the same array.
 *
 * <p><b>Algorithm.</b> Each index adds up a block of {@value #BLOCK} neighbours, the exclusive scan
 * of these sums is found in the same way, and each index then walks over its block again, from the
 * sum before it (G. E. Blelloch, Prefix Sums and Their Applications, 1990): 2<i>L</i> − 1 launches,
 * <i>L</i> = max(1, ⌈log<sub>{@value #BLOCK}</sub> n⌉), 2{@code n} additions, and scratch of n/255
 * elements that the graph holds.
 *
 * <p><b>Determinism.</b> The order of additions depends on the length alone: not on threads,
 * backend or run. {@code int} and {@code long} wrap around. Of float and double no element goes
 * through more than k = {@value #BLOCK}(2<i>L</i> − 1) additions, so that |y[i] − Σx| ≤
 * γ<sub>k</sub> Σ|x|, with γ as in {@link Reductions}. Since rounding differs from block to block,
 * scans of positive floats may fall by some ulps where a block starts.
 *
 * <p><b>Errors.</b> Arrays of different lengths are refused with an {@link
 * IllegalArgumentException} when the launches are added.
 */
public final class Scans {

  /** How many elements one index adds up. */
  static final int BLOCK = 256;

  private static final int EXCLUSIVE = 0;
  private static final int INCLUSIVE = 1;

  private Scans() {}

  /** Computes {@code y[i] = x[0] + … + x[i]}. */
  public static KernelGraph inclusive(KernelGraph graph, int[] x, int[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return ints(graph, INCLUSIVE, x, y);
  }

  /** Computes {@code y[i] = x[0] + … + x[i - 1]}, and {@code y[0] = 0}. */
  public static KernelGraph exclusive(KernelGraph graph, int[] x, int[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return ints(graph, EXCLUSIVE, x, y);
  }

  /** Computes {@code y[i] = x[0] + … + x[i]}. */
  public static KernelGraph inclusive(KernelGraph graph, long[] x, long[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return longs(graph, INCLUSIVE, x, y);
  }

  /** Computes {@code y[i] = x[0] + … + x[i - 1]}, and {@code y[0] = 0}. */
  public static KernelGraph exclusive(KernelGraph graph, long[] x, long[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return longs(graph, EXCLUSIVE, x, y);
  }

  /** Computes {@code y[i] = x[0] + … + x[i]}. */
  public static KernelGraph inclusive(KernelGraph graph, float[] x, float[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return floats(graph, INCLUSIVE, x, y);
  }

  /** Computes {@code y[i] = x[0] + … + x[i - 1]}, and {@code y[0] = 0}. */
  public static KernelGraph exclusive(KernelGraph graph, float[] x, float[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return floats(graph, EXCLUSIVE, x, y);
  }

  /** Computes {@code y[i] = x[0] + … + x[i]}. */
  public static KernelGraph inclusive(KernelGraph graph, double[] x, double[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return doubles(graph, INCLUSIVE, x, y);
  }

  /** Computes {@code y[i] = x[0] + … + x[i - 1]}, and {@code y[0] = 0}. */
  public static KernelGraph exclusive(KernelGraph graph, double[] x, double[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return doubles(graph, EXCLUSIVE, x, y);
  }

  private static <A> KernelGraph scan(
      KernelGraph graph,
      int n,
      int kind,
      A x,
      A y,
      IntFunction<A> array,
      Kernel1D.With3<Integer, A, A> total,
      Kernel1D.With5<Integer, Integer, A, A, A> scan) {
    int blocks = Math.ceilDiv(n, BLOCK);
    A before = array.apply(Math.max(1, blocks));
    if (blocks > 1) {
      graph.launch(Range.of(blocks), total, n, x, before);
      scan(graph, blocks, EXCLUSIVE, before, before, array, total, scan);
    }
    return graph.launch(Range.of(blocks), scan, n, kind, x, before, y);
  }

  private static KernelGraph ints(KernelGraph graph, int kind, int[] x, int[] y) {
    return scan(graph, x.length, kind, x, y, int[]::new, Scans::totalInts, Scans::scanInts);
  }

  private static void totalInts(int block, int n, int[] x, int[] totals) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    int sum = 0;
    while (i < end) {
      sum += x[i];
      i++;
    }
    totals[block] = sum;
  }

  private static void scanInts(int block, int n, int kind, int[] x, int[] before, int[] y) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    int sum = before[block];
    while (i < end) {
      int after = sum + x[i];
      y[i] = kind == INCLUSIVE ? after : sum;
      sum = after;
      i++;
    }
  }

  private static KernelGraph longs(KernelGraph graph, int kind, long[] x, long[] y) {
    return scan(graph, x.length, kind, x, y, long[]::new, Scans::totalLongs, Scans::scanLongs);
  }

  private static void totalLongs(int block, int n, long[] x, long[] totals) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    long sum = 0;
    while (i < end) {
      sum += x[i];
      i++;
    }
    totals[block] = sum;
  }

  private static void scanLongs(int block, int n, int kind, long[] x, long[] before, long[] y) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    long sum = before[block];
    while (i < end) {
      long after = sum + x[i];
      y[i] = kind == INCLUSIVE ? after : sum;
      sum = after;
      i++;
    }
  }

  private static KernelGraph floats(KernelGraph graph, int kind, float[] x, float[] y) {
    return scan(graph, x.length, kind, x, y, float[]::new, Scans::totalFloats, Scans::scanFloats);
  }

  private static void totalFloats(int block, int n, float[] x, float[] totals) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    float sum = 0;
    while (i < end) {
      sum += x[i];
      i++;
    }
    totals[block] = sum;
  }

  private static void scanFloats(int block, int n, int kind, float[] x, float[] before, float[] y) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    float sum = before[block];
    while (i < end) {
      float after = sum + x[i];
      y[i] = kind == INCLUSIVE ? after : sum;
      sum = after;
      i++;
    }
  }

  private static KernelGraph doubles(KernelGraph graph, int kind, double[] x, double[] y) {
    return scan(
        graph, x.length, kind, x, y, double[]::new, Scans::totalDoubles, Scans::scanDoubles);
  }

  private static void totalDoubles(int block, int n, double[] x, double[] totals) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    double sum = 0;
    while (i < end) {
      sum += x[i];
      i++;
    }
    totals[block] = sum;
  }

  private static void scanDoubles(
      int block, int n, int kind, double[] x, double[] before, double[] y) {
    int i = block * BLOCK;
    int end = n - i < BLOCK ? n : i + BLOCK;
    double sum = before[block];
    while (i < end) {
      double after = sum + x[i];
      y[i] = kind == INCLUSIVE ? after : sum;
      sum = after;
      i++;
    }
  }
}
