package io.gridmill.job.kernel;

/** The kernels of {@link Matrices} that run everywhere. */
final class MatrixKernels {

  private MatrixKernels() {}

  static void naiveFloats(
      int row, int column, int inner, int columns, float[] a, float[] b, float[] c) {
    float sum = 0;
    for (int k = 0; k < inner; k++) {
      sum += a[row * inner + k] * b[k * columns + column];
    }
    c[row * columns + column] = sum;
  }

  static void naiveDoubles(
      int row, int column, int inner, int columns, double[] a, double[] b, double[] c) {
    double sum = 0;
    for (int k = 0; k < inner; k++) {
      sum += a[row * inner + k] * b[k * columns + column];
    }
    c[row * columns + column] = sum;
  }

  /**
   * Computes four rows of four columns in locals. The columns are {@code step} apart, so that
   * neighbouring indices of a device read neighbouring elements; beyond the edges the last row and
   * column are computed again, and not stored.
   */
  static void tileFloats(
      int i, int j, int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    int step = (columns + 3) >> 2;
    int lastRow = (rows - 1) * inner;
    int a0 = 4 * i * inner;
    int a1 = a0 + inner < lastRow ? a0 + inner : lastRow;
    int a2 = a1 + inner < lastRow ? a1 + inner : lastRow;
    int a3 = a2 + inner < lastRow ? a2 + inner : lastRow;
    int last = columns - 1;
    int j1 = j + step < last ? j + step : last;
    int j2 = j1 + step < last ? j1 + step : last;
    int j3 = j2 + step < last ? j2 + step : last;
    float c00 = 0;
    float c01 = 0;
    float c02 = 0;
    float c03 = 0;
    float c10 = 0;
    float c11 = 0;
    float c12 = 0;
    float c13 = 0;
    float c20 = 0;
    float c21 = 0;
    float c22 = 0;
    float c23 = 0;
    float c30 = 0;
    float c31 = 0;
    float c32 = 0;
    float c33 = 0;
    for (int k = 0; k < inner; k++) {
      int row = k * columns;
      float x0 = a[a0 + k];
      float x1 = a[a1 + k];
      float x2 = a[a2 + k];
      float x3 = a[a3 + k];
      float y0 = b[row + j];
      float y1 = b[row + j1];
      float y2 = b[row + j2];
      float y3 = b[row + j3];
      c00 += x0 * y0;
      c01 += x0 * y1;
      c02 += x0 * y2;
      c03 += x0 * y3;
      c10 += x1 * y0;
      c11 += x1 * y1;
      c12 += x1 * y2;
      c13 += x1 * y3;
      c20 += x2 * y0;
      c21 += x2 * y1;
      c22 += x2 * y2;
      c23 += x2 * y3;
      c30 += x3 * y0;
      c31 += x3 * y1;
      c32 += x3 * y2;
      c33 += x3 * y3;
    }
    storeFloats(4 * i + 0, j, step, rows, columns, c00, c01, c02, c03, c);
    storeFloats(4 * i + 1, j, step, rows, columns, c10, c11, c12, c13, c);
    storeFloats(4 * i + 2, j, step, rows, columns, c20, c21, c22, c23, c);
    storeFloats(4 * i + 3, j, step, rows, columns, c30, c31, c32, c33, c);
  }

  private static void storeFloats(
      int row,
      int column,
      int step,
      int rows,
      int columns,
      float v0,
      float v1,
      float v2,
      float v3,
      float[] c) {
    if (row < rows) {
      int at = row * columns + column;
      c[at] = v0;
      if (column + step < columns) {
        c[at + step] = v1;
      }
      if (column + 2 * step < columns) {
        c[at + 2 * step] = v2;
      }
      if (column + 3 * step < columns) {
        c[at + 3 * step] = v3;
      }
    }
  }

  /**
   * Computes four rows of four columns in locals. The columns are {@code step} apart, so that
   * neighbouring indices of a device read neighbouring elements; beyond the edges the last row and
   * column are computed again, and not stored.
   */
  static void tileDoubles(
      int i, int j, int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    int step = (columns + 3) >> 2;
    int lastRow = (rows - 1) * inner;
    int a0 = 4 * i * inner;
    int a1 = a0 + inner < lastRow ? a0 + inner : lastRow;
    int a2 = a1 + inner < lastRow ? a1 + inner : lastRow;
    int a3 = a2 + inner < lastRow ? a2 + inner : lastRow;
    int last = columns - 1;
    int j1 = j + step < last ? j + step : last;
    int j2 = j1 + step < last ? j1 + step : last;
    int j3 = j2 + step < last ? j2 + step : last;
    double c00 = 0;
    double c01 = 0;
    double c02 = 0;
    double c03 = 0;
    double c10 = 0;
    double c11 = 0;
    double c12 = 0;
    double c13 = 0;
    double c20 = 0;
    double c21 = 0;
    double c22 = 0;
    double c23 = 0;
    double c30 = 0;
    double c31 = 0;
    double c32 = 0;
    double c33 = 0;
    for (int k = 0; k < inner; k++) {
      int row = k * columns;
      double x0 = a[a0 + k];
      double x1 = a[a1 + k];
      double x2 = a[a2 + k];
      double x3 = a[a3 + k];
      double y0 = b[row + j];
      double y1 = b[row + j1];
      double y2 = b[row + j2];
      double y3 = b[row + j3];
      c00 += x0 * y0;
      c01 += x0 * y1;
      c02 += x0 * y2;
      c03 += x0 * y3;
      c10 += x1 * y0;
      c11 += x1 * y1;
      c12 += x1 * y2;
      c13 += x1 * y3;
      c20 += x2 * y0;
      c21 += x2 * y1;
      c22 += x2 * y2;
      c23 += x2 * y3;
      c30 += x3 * y0;
      c31 += x3 * y1;
      c32 += x3 * y2;
      c33 += x3 * y3;
    }
    storeDoubles(4 * i + 0, j, step, rows, columns, c00, c01, c02, c03, c);
    storeDoubles(4 * i + 1, j, step, rows, columns, c10, c11, c12, c13, c);
    storeDoubles(4 * i + 2, j, step, rows, columns, c20, c21, c22, c23, c);
    storeDoubles(4 * i + 3, j, step, rows, columns, c30, c31, c32, c33, c);
  }

  private static void storeDoubles(
      int row,
      int column,
      int step,
      int rows,
      int columns,
      double v0,
      double v1,
      double v2,
      double v3,
      double[] c) {
    if (row < rows) {
      int at = row * columns + column;
      c[at] = v0;
      if (column + step < columns) {
        c[at + step] = v1;
      }
      if (column + 2 * step < columns) {
        c[at + 2 * step] = v2;
      }
      if (column + 3 * step < columns) {
        c[at + 3 * step] = v3;
      }
    }
  }

  static void transposeFloats(int i, int j, int rows, int columns, float[] a, float[] out) {
    int rowEnd = 8 * i + 8 < rows ? 8 * i + 8 : rows;
    int columnEnd = 8 * j + 8 < columns ? 8 * j + 8 : columns;
    for (int column = 8 * j; column < columnEnd; column++) {
      for (int row = 8 * i; row < rowEnd; row++) {
        out[column * rows + row] = a[row * columns + column];
      }
    }
  }

  static void transposeDoubles(int i, int j, int rows, int columns, double[] a, double[] out) {
    int rowEnd = 8 * i + 8 < rows ? 8 * i + 8 : rows;
    int columnEnd = 8 * j + 8 < columns ? 8 * j + 8 : columns;
    for (int column = 8 * j; column < columnEnd; column++) {
      for (int row = 8 * i; row < rowEnd; row++) {
        out[column * rows + row] = a[row * columns + column];
      }
    }
  }
}
