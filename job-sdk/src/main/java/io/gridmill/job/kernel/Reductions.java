package io.gridmill.job.kernel;

import java.util.function.IntFunction;

/**
 * One number of many: sum, dot product, least and greatest element. The result is written to {@code
 * result[0]} on the device; it is the caller's to download.
 *
 * {@snippet :
 * float[] total = new float[1];
 * try (KernelGraph g = accelerator.graph("total").upload(x)) {
 *   Reductions.sum(g, x, total).download(total).run();
 * }
 * }
 *
 * <p><b>Algorithm.</b> A tree: each index reduces a block of {@value #BLOCK} neighbours, eight
 * running sums of every eighth that are then added in pairs, and the blocks' results are reduced in
 * the same way until one is left: <i>L</i> = max(1, ⌈log<sub>{@value #BLOCK}</sub> n⌉) launches (of
 * dot products and sums of {@code int} at least 2), {@code n} operations, and scratch of n/63
 * elements that the graph holds.
 *
 * <p><b>Determinism.</b> The tree depends on the length alone: not on the number of threads, on the
 * backend or on the run. A result has the same bits everywhere (sums of {@code int} and {@code
 * long} are exact anyhow, modulo 2<sup>64</sup>).
 *
 * <p><b>Error.</b> No element goes through more than 11 additions a level, so that |result − Σx| ≤
 * γ<sub>11L</sub> Σ|x|, where γ<sub>k</sub> = k·u / (1 − k·u) and u is 2<sup>−24</sup> for float,
 * 2<sup>−53</sup> for double; 16 million floats are off by at most 2.7e-6 Σ|x|, where a plain loop
 * may be off by all of it. A dot product has one rounding more: γ<sub>11L+1</sub> Σ|x·y|. (N. J.
 * Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., 2002, §4.2.) What overflows on
 * the way is infinite, and NaN in any element gives NaN.
 *
 * <p><b>Errors.</b> A result of length 0, or arrays of different lengths, are refused with an
 * {@link IllegalArgumentException} when the launches are added.
 */
public final class Reductions {

  /** How many elements one index reduces. */
  static final int BLOCK = 64;

  private Reductions() {}

  /** Adds all elements; the sum of none is 0. */
  public static KernelGraph sum(KernelGraph graph, float[] x, float[] result) {
    return reduce(graph, x.length, x, float[]::new, SumKernels::sumFloats, result, result.length);
  }

  /** Adds all elements; the sum of none is 0. */
  public static KernelGraph sum(KernelGraph graph, double[] x, double[] result) {
    return reduce(graph, x.length, x, double[]::new, SumKernels::sumDoubles, result, result.length);
  }

  /** Adds all elements, as longs; the sum of none is 0. */
  public static KernelGraph sum(KernelGraph graph, int[] x, long[] result) {
    requireResult(result.length);
    int[] read = x.length == 0 ? new int[1] : x;
    long[] parts = new long[blocks(x.length)];
    graph.launch(Range.of(parts.length), SumKernels::sumInts, x.length, read, parts);
    return sum(graph, parts, result);
  }

  /** Adds all elements, modulo 2<sup>64</sup>; the sum of none is 0. */
  public static KernelGraph sum(KernelGraph graph, long[] x, long[] result) {
    return reduce(graph, x.length, x, long[]::new, SumKernels::sumLongs, result, result.length);
  }

  /** Adds {@code x[i] * y[i]}, each product rounded; the sum of none is 0. */
  public static KernelGraph dot(KernelGraph graph, float[] x, float[] y, float[] result) {
    requireResult(result.length);
    Shapes.requireLength("y", y, "x", x.length);
    if (x.length == 0) {
      return sum(graph, x, result);
    }
    float[] parts = new float[blocks(x.length)];
    graph.launch(Range.of(parts.length), SumKernels::dotFloats, x.length, x, y, parts);
    return sum(graph, parts, result);
  }

  /** Adds {@code x[i] * y[i]}, each product rounded; the sum of none is 0. */
  public static KernelGraph dot(KernelGraph graph, double[] x, double[] y, double[] result) {
    requireResult(result.length);
    Shapes.requireLength("y", y, "x", x.length);
    if (x.length == 0) {
      return sum(graph, x, result);
    }
    double[] parts = new double[blocks(x.length)];
    graph.launch(Range.of(parts.length), SumKernels::dotDoubles, x.length, x, y, parts);
    return sum(graph, parts, result);
  }

  /**
   * Finds the least element. NaNs are passed over; with nothing else there, it is +∞. Whether the
   * result is 0.0 or −0.0, where both are there, depends on the length alone.
   */
  public static KernelGraph min(KernelGraph graph, float[] x, float[] result) {
    return reduce(
        graph, x.length, x, float[]::new, ExtremeKernels::minFloats, result, result.length);
  }

  /**
   * Finds the least element. NaNs are passed over; with nothing else there, it is +∞. Whether the
   * result is 0.0 or −0.0, where both are there, depends on the length alone.
   */
  public static KernelGraph min(KernelGraph graph, double[] x, double[] result) {
    return reduce(
        graph, x.length, x, double[]::new, ExtremeKernels::minDoubles, result, result.length);
  }

  /** Finds the least element; of none, it is {@link Integer#MAX_VALUE}. */
  public static KernelGraph min(KernelGraph graph, int[] x, int[] result) {
    return reduce(graph, x.length, x, int[]::new, ExtremeKernels::minInts, result, result.length);
  }

  /**
   * Finds the greatest element. NaNs are passed over; with nothing else there, it is −∞. Whether
   * the result is 0.0 or −0.0, where both are there, depends on the length alone.
   */
  public static KernelGraph max(KernelGraph graph, float[] x, float[] result) {
    return reduce(
        graph, x.length, x, float[]::new, ExtremeKernels::maxFloats, result, result.length);
  }

  /**
   * Finds the greatest element. NaNs are passed over; with nothing else there, it is −∞. Whether
   * the result is 0.0 or −0.0, where both are there, depends on the length alone.
   */
  public static KernelGraph max(KernelGraph graph, double[] x, double[] result) {
    return reduce(
        graph, x.length, x, double[]::new, ExtremeKernels::maxDoubles, result, result.length);
  }

  /** Finds the greatest element; of none, it is {@link Integer#MIN_VALUE}. */
  public static KernelGraph max(KernelGraph graph, int[] x, int[] result) {
    return reduce(graph, x.length, x, int[]::new, ExtremeKernels::maxInts, result, result.length);
  }

  private static <A> KernelGraph reduce(
      KernelGraph graph,
      int length,
      A x,
      IntFunction<A> array,
      Kernel1D.With3<Integer, A, A> kernel,
      A result,
      int room) {
    requireResult(room);
    A from = length == 0 ? array.apply(1) : x;
    int n = length;
    while (n > BLOCK) {
      A parts = array.apply(blocks(n));
      graph.launch(Range.of(blocks(n)), kernel, n, from, parts);
      from = parts;
      n = blocks(n);
    }
    return graph.launch(Range.of(1), kernel, n, from, result);
  }

  private static int blocks(int n) {
    return Math.max(1, Math.ceilDiv(n, BLOCK));
  }

  private static void requireResult(int room) {
    Shapes.requireSize("result length", room, 1);
  }
}
