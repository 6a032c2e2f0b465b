package io.gridmill.job.kernel;

/**
 * Dense matrices, row by row in flat arrays: element (i, j) of {@code rows} x {@code columns} is
 * {@code a[i * columns + j]}.
 *
 * {@snippet :
 * try (KernelGraph g = accelerator.graph("normal").upload(a)) {
 *   Matrices.transpose(g, rows, columns, a, at);
 *   Matrices.multiply(g, columns, rows, columns, at, a, product); // AᵀA
 *   g.download(product).run();
 * }
 * }
 *
 * <p><b>Shapes.</b> Sizes are {@code >= 0}, a matrix has less than 2<sup>31</sup> elements; an
 * array may be longer than its matrix, the rest is left alone. The result is another array than
 * what is read.
 *
 * <p><b>Determinism.</b> Every form of multiplication adds the products of an element in the order
 * of the inner index, from 0, each product and each sum rounded: all forms give the same bits, on
 * any number of threads and every backend. |result − Σ| ≤ γ<sub>inner</sub> Σ|a·b|, with γ as in
 * {@link Reductions}.
 *
 * <p><b>Errors.</b> A negative size, an array that is too short and a result that is also read are
 * refused with an {@link IllegalArgumentException} when the launch is added.
 */
public final class Matrices {

  private static final int TILE = 4;
  private static final int TRANSPOSED = 8;

  private Matrices() {}

  /**
   * Computes C = A·B in the form that is fastest where the graph runs: on the JVM in panels that
   * are vectorised, on a device in tiles (see {@link #multiplyTiled(KernelGraph, int, int, int,
   * float[], float[], float[])}). 2·rows·inner·columns operations; on the JVM some kilobytes of
   * scratch a thread.
   *
   * @param rows rows of A and C
   * @param inner columns of A, rows of B
   * @param columns columns of B and C
   */
  public static KernelGraph multiply(
      KernelGraph graph, int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    if (!graph.runsOnJvm()) {
      return multiplyTiled(graph, rows, inner, columns, a, b, c);
    }
    requireProduct(rows, inner, columns, a, b, c);
    Range.D2 panels =
        Range.of(
            Math.ceilDiv(rows, MatrixPanels.ROWS), Math.ceilDiv(columns, MatrixPanels.COLUMNS));
    return graph.launch(panels, MatrixPanels::multiplyFloats, rows, inner, columns, a, b, c);
  }

  /**
   * Computes C = A·B with four rows of four columns an index, kept in registers, so that an element
   * is read from memory rows/4 or columns/4 times: the form for devices. 2·rows·inner·columns
   * operations.
   *
   * @param rows rows of A and C
   * @param inner columns of A, rows of B
   * @param columns columns of B and C
   */
  public static KernelGraph multiplyTiled(
      KernelGraph graph, int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    requireProduct(rows, inner, columns, a, b, c);
    Range.D2 tiles = Range.of(Math.ceilDiv(rows, TILE), Math.ceilDiv(columns, TILE));
    return graph.launch(tiles, MatrixKernels::tileFloats, rows, inner, columns, a, b, c);
  }

  /**
   * Computes C = A·B by the definition, an element an index; slow, and good for comparing with.
   *
   * @param rows rows of A and C
   * @param inner columns of A, rows of B
   * @param columns columns of B and C
   */
  public static KernelGraph multiplyNaive(
      KernelGraph graph, int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    requireProduct(rows, inner, columns, a, b, c);
    return graph.launch(
        Range.of(rows, columns), MatrixKernels::naiveFloats, inner, columns, a, b, c);
  }

  /**
   * Writes the transpose of {@code rows} x {@code columns} to {@code out}, {@code columns} x {@code
   * rows}, in tiles of {@value #TRANSPOSED} x {@value #TRANSPOSED}. Reads and writes each element
   * once.
   */
  public static KernelGraph transpose(
      KernelGraph graph, int rows, int columns, float[] a, float[] out) {
    requireTransposable(rows, columns, a, out);
    return graph.launch(
        transposed(rows, columns), MatrixKernels::transposeFloats, rows, columns, a, out);
  }

  /**
   * Computes C = A·B in the form that is fastest where the graph runs: on the JVM in panels that
   * are vectorised, on a device in tiles (see {@link #multiplyTiled(KernelGraph, int, int, int,
   * double[], double[], double[])}). 2·rows·inner·columns operations; on the JVM some kilobytes of
   * scratch a thread.
   *
   * @param rows rows of A and C
   * @param inner columns of A, rows of B
   * @param columns columns of B and C
   */
  public static KernelGraph multiply(
      KernelGraph graph, int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    if (!graph.runsOnJvm()) {
      return multiplyTiled(graph, rows, inner, columns, a, b, c);
    }
    requireProduct(rows, inner, columns, a, b, c);
    Range.D2 panels =
        Range.of(
            Math.ceilDiv(rows, MatrixPanels.ROWS), Math.ceilDiv(columns, MatrixPanels.COLUMNS));
    return graph.launch(panels, MatrixPanels::multiplyDoubles, rows, inner, columns, a, b, c);
  }

  /**
   * Computes C = A·B with four rows of four columns an index, kept in registers, so that an element
   * is read from memory rows/4 or columns/4 times: the form for devices. 2·rows·inner·columns
   * operations.
   *
   * @param rows rows of A and C
   * @param inner columns of A, rows of B
   * @param columns columns of B and C
   */
  public static KernelGraph multiplyTiled(
      KernelGraph graph, int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    requireProduct(rows, inner, columns, a, b, c);
    Range.D2 tiles = Range.of(Math.ceilDiv(rows, TILE), Math.ceilDiv(columns, TILE));
    return graph.launch(tiles, MatrixKernels::tileDoubles, rows, inner, columns, a, b, c);
  }

  /**
   * Computes C = A·B by the definition, an element an index; slow, and good for comparing with.
   *
   * @param rows rows of A and C
   * @param inner columns of A, rows of B
   * @param columns columns of B and C
   */
  public static KernelGraph multiplyNaive(
      KernelGraph graph, int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    requireProduct(rows, inner, columns, a, b, c);
    return graph.launch(
        Range.of(rows, columns), MatrixKernels::naiveDoubles, inner, columns, a, b, c);
  }

  /**
   * Writes the transpose of {@code rows} x {@code columns} to {@code out}, {@code columns} x {@code
   * rows}, in tiles of {@value #TRANSPOSED} x {@value #TRANSPOSED}. Reads and writes each element
   * once.
   */
  public static KernelGraph transpose(
      KernelGraph graph, int rows, int columns, double[] a, double[] out) {
    requireTransposable(rows, columns, a, out);
    return graph.launch(
        transposed(rows, columns), MatrixKernels::transposeDoubles, rows, columns, a, out);
  }

  private static Range.D2 transposed(int rows, int columns) {
    return Range.of(Math.ceilDiv(rows, TRANSPOSED), Math.ceilDiv(columns, TRANSPOSED));
  }

  private static void requireTransposable(int rows, int columns, Object a, Object out) {
    Shapes.requireSize("rows", rows, 0);
    Shapes.requireSize("columns", columns, 0);
    Shapes.requireRoom("a", a, rows, columns);
    Shapes.requireRoom("out", out, columns, rows);
    Shapes.requireOther("out", out, "a", a);
  }

  private static void requireProduct(
      int rows, int inner, int columns, Object a, Object b, Object c) {
    Shapes.requireSize("rows", rows, 0);
    Shapes.requireSize("inner", inner, 0);
    Shapes.requireSize("columns", columns, 0);
    Shapes.requireRoom("a", a, rows, inner);
    Shapes.requireRoom("b", b, inner, columns);
    Shapes.requireRoom("c", c, rows, columns);
    Shapes.requireOther("c", c, "a", a);
    Shapes.requireOther("c", c, "b", b);
  }
}
