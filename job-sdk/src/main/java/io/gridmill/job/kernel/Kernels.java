package io.gridmill.job.kernel;

/**
 * Kernels that every program needs, element by element: each method adds one launch to a graph, so
 * that they mix with kernels of one's own and arrays stay on the device between them.
 *
 * {@snippet :
 * try (KernelGraph g = accelerator.graph("residual")) {
 *   g.upload(x, y);
 *   Kernels.subtract(g, x, y, difference); // difference = x - y
 *   Reductions.dot(g, difference, difference, squares); // squares[0] = |x - y|²
 *   g.download(squares).run();
 * }
 * }
 *
 * <p><b>The rest of the library:</b> {@link Reductions} (sum, dot, min, max), {@link Scans} (prefix
 * sums), {@link Matrices} (multiply, transpose), {@link Filters} (convolution), {@link Sorts}. What
 * is not here is a kernel of one line; see {@linkplain io.gridmill.job.kernel the package}.
 *
 * <p><b>Shapes.</b> All arrays of a call have the same length, which may be 0. The target comes
 * last and may be one of the sources, except for {@link #gather(KernelGraph, int[], int[], int[])
 * gather}. Methods return the graph; scalars keep the value of the call.
 *
 * <p><b>Cost.</b> One launch of {@code n} indices that reads and writes each element once; the
 * speed is that of memory.
 *
 * <p><b>Determinism.</b> Each element is one operation of the Java language, rounded once, with the
 * same bits on every backend.
 *
 * <p><b>Errors.</b> Arrays that do not fit are refused with an {@link IllegalArgumentException}
 * that names them, when the launch is added. So is a graph that has run with an {@link
 * IllegalStateException}.
 */
public final class Kernels {

  private Kernels() {}

  /** Sets every element of {@code target} to {@code value}. */
  public static KernelGraph fill(KernelGraph graph, float value, float[] target) {
    return graph.launch(Range.of(target.length), Kernels::fillFloats, value, target);
  }

  /** Sets every element of {@code target} to {@code value}. */
  public static KernelGraph fill(KernelGraph graph, double value, double[] target) {
    return graph.launch(Range.of(target.length), Kernels::fillDoubles, value, target);
  }

  /** Sets every element of {@code target} to {@code value}. */
  public static KernelGraph fill(KernelGraph graph, int value, int[] target) {
    return graph.launch(Range.of(target.length), Kernels::fillInts, value, target);
  }

  /** Sets every element of {@code target} to {@code value}. */
  public static KernelGraph fill(KernelGraph graph, long value, long[] target) {
    return graph.launch(Range.of(target.length), Kernels::fillLongs, value, target);
  }

  /** Copies {@code source} to {@code target}. */
  public static KernelGraph copy(KernelGraph graph, float[] source, float[] target) {
    Shapes.requireLength("target", target, "source", source.length);
    return graph.launch(Range.of(target.length), Kernels::copyFloats, source, target);
  }

  /** Copies {@code source} to {@code target}. */
  public static KernelGraph copy(KernelGraph graph, double[] source, double[] target) {
    Shapes.requireLength("target", target, "source", source.length);
    return graph.launch(Range.of(target.length), Kernels::copyDoubles, source, target);
  }

  /** Copies {@code source} to {@code target}. */
  public static KernelGraph copy(KernelGraph graph, int[] source, int[] target) {
    Shapes.requireLength("target", target, "source", source.length);
    return graph.launch(Range.of(target.length), Kernels::copyInts, source, target);
  }

  /** Copies {@code source} to {@code target}. */
  public static KernelGraph copy(KernelGraph graph, long[] source, long[] target) {
    Shapes.requireLength("target", target, "source", source.length);
    return graph.launch(Range.of(target.length), Kernels::copyLongs, source, target);
  }

  /** Numbers the elements: {@code target[i] = i}, as the values of a sort start. */
  public static KernelGraph indices(KernelGraph graph, int[] target) {
    return graph.launch(Range.of(target.length), Kernels::index, target);
  }

  /** Computes {@code y[i] = a * x[i]}. */
  public static KernelGraph scale(KernelGraph graph, float a, float[] x, float[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return graph.launch(Range.of(y.length), Kernels::scaleFloats, a, x, y);
  }

  /** Computes {@code y[i] = a * x[i]}. */
  public static KernelGraph scale(KernelGraph graph, double a, double[] x, double[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return graph.launch(Range.of(y.length), Kernels::scaleDoubles, a, x, y);
  }

  /** Computes {@code y[i] = y[i] + a * x[i]}, the product rounded before the sum. */
  public static KernelGraph axpy(KernelGraph graph, float a, float[] x, float[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return graph.launch(Range.of(y.length), Kernels::axpyFloats, a, x, y);
  }

  /** Computes {@code y[i] = y[i] + a * x[i]}, the product rounded before the sum. */
  public static KernelGraph axpy(KernelGraph graph, double a, double[] x, double[] y) {
    Shapes.requireLength("y", y, "x", x.length);
    return graph.launch(Range.of(y.length), Kernels::axpyDoubles, a, x, y);
  }

  /** Computes {@code z[i] = x[i] + y[i]}. */
  public static KernelGraph add(KernelGraph graph, float[] x, float[] y, float[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::addFloats, x, y, z);
  }

  /** Computes {@code z[i] = x[i] + y[i]}. */
  public static KernelGraph add(KernelGraph graph, double[] x, double[] y, double[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::addDoubles, x, y, z);
  }

  /** Computes {@code z[i] = x[i] - y[i]}. */
  public static KernelGraph subtract(KernelGraph graph, float[] x, float[] y, float[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::subtractFloats, x, y, z);
  }

  /** Computes {@code z[i] = x[i] - y[i]}. */
  public static KernelGraph subtract(KernelGraph graph, double[] x, double[] y, double[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::subtractDoubles, x, y, z);
  }

  /** Computes {@code z[i] = x[i] * y[i]}. */
  public static KernelGraph multiply(KernelGraph graph, float[] x, float[] y, float[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::multiplyFloats, x, y, z);
  }

  /** Computes {@code z[i] = x[i] * y[i]}. */
  public static KernelGraph multiply(KernelGraph graph, double[] x, double[] y, double[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::multiplyDoubles, x, y, z);
  }

  /** Computes {@code z[i] = x[i] / y[i]}. */
  public static KernelGraph divide(KernelGraph graph, float[] x, float[] y, float[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::divideFloats, x, y, z);
  }

  /** Computes {@code z[i] = x[i] / y[i]}. */
  public static KernelGraph divide(KernelGraph graph, double[] x, double[] y, double[] z) {
    requireSame(x.length, y, z);
    return graph.launch(Range.of(z.length), Kernels::divideDoubles, x, y, z);
  }

  /**
   * Computes {@code target[i] = source[index[i]]}; with the values of a sort, it puts other arrays
   * into the same order. An index outside of {@code source} fails the run on the JVM; on a device
   * what is read is undefined.
   *
   * @param source of any length; not the same array as {@code target}
   */
  public static KernelGraph gather(KernelGraph graph, int[] index, int[] source, int[] target) {
    Shapes.requireLength("target", target, "index", index.length);
    Shapes.requireOther("target", target, "source", source);
    return graph.launch(Range.of(target.length), Kernels::gatherInts, index, source, target);
  }

  /**
   * Computes {@code target[i] = source[index[i]]}; with the values of a sort, it puts other arrays
   * into the same order. An index outside of {@code source} fails the run on the JVM; on a device
   * what is read is undefined.
   *
   * @param source of any length; not the same array as {@code target}
   */
  public static KernelGraph gather(KernelGraph graph, int[] index, float[] source, float[] target) {
    Shapes.requireLength("target", target, "index", index.length);
    Shapes.requireOther("target", target, "source", source);
    return graph.launch(Range.of(target.length), Kernels::gatherFloats, index, source, target);
  }

  /**
   * Computes {@code target[i] = source[index[i]]}; with the values of a sort, it puts other arrays
   * into the same order. An index outside of {@code source} fails the run on the JVM; on a device
   * what is read is undefined.
   *
   * @param source of any length; not the same array as {@code target}
   */
  public static KernelGraph gather(
      KernelGraph graph, int[] index, double[] source, double[] target) {
    Shapes.requireLength("target", target, "index", index.length);
    Shapes.requireOther("target", target, "source", source);
    return graph.launch(Range.of(target.length), Kernels::gatherDoubles, index, source, target);
  }

  private static void requireSame(int length, Object y, Object z) {
    Shapes.requireLength("y", y, "x", length);
    Shapes.requireLength("z", z, "x", length);
  }

  private static void fillFloats(int i, float value, float[] target) {
    target[i] = value;
  }

  private static void fillDoubles(int i, double value, double[] target) {
    target[i] = value;
  }

  private static void fillInts(int i, int value, int[] target) {
    target[i] = value;
  }

  private static void fillLongs(int i, long value, long[] target) {
    target[i] = value;
  }

  private static void copyFloats(int i, float[] source, float[] target) {
    target[i] = source[i];
  }

  private static void copyDoubles(int i, double[] source, double[] target) {
    target[i] = source[i];
  }

  private static void copyInts(int i, int[] source, int[] target) {
    target[i] = source[i];
  }

  private static void copyLongs(int i, long[] source, long[] target) {
    target[i] = source[i];
  }

  private static void index(int i, int[] target) {
    target[i] = i;
  }

  private static void scaleFloats(int i, float a, float[] x, float[] y) {
    y[i] = a * x[i];
  }

  private static void scaleDoubles(int i, double a, double[] x, double[] y) {
    y[i] = a * x[i];
  }

  private static void axpyFloats(int i, float a, float[] x, float[] y) {
    y[i] += a * x[i];
  }

  private static void axpyDoubles(int i, double a, double[] x, double[] y) {
    y[i] += a * x[i];
  }

  private static void addFloats(int i, float[] x, float[] y, float[] z) {
    z[i] = x[i] + y[i];
  }

  private static void addDoubles(int i, double[] x, double[] y, double[] z) {
    z[i] = x[i] + y[i];
  }

  private static void subtractFloats(int i, float[] x, float[] y, float[] z) {
    z[i] = x[i] - y[i];
  }

  private static void subtractDoubles(int i, double[] x, double[] y, double[] z) {
    z[i] = x[i] - y[i];
  }

  private static void multiplyFloats(int i, float[] x, float[] y, float[] z) {
    z[i] = x[i] * y[i];
  }

  private static void multiplyDoubles(int i, double[] x, double[] y, double[] z) {
    z[i] = x[i] * y[i];
  }

  private static void divideFloats(int i, float[] x, float[] y, float[] z) {
    z[i] = x[i] / y[i];
  }

  private static void divideDoubles(int i, double[] x, double[] y, double[] z) {
    z[i] = x[i] / y[i];
  }

  private static void gatherInts(int i, int[] index, int[] source, int[] target) {
    target[i] = source[index[i]];
  }

  private static void gatherFloats(int i, int[] index, float[] source, float[] target) {
    target[i] = source[index[i]];
  }

  private static void gatherDoubles(int i, int[] index, double[] source, double[] target) {
    target[i] = source[index[i]];
  }
}
