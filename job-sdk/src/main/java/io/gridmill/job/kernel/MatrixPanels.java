package io.gridmill.job.kernel;

/**
 * Matrix multiplication for the JVM: what C2 makes wide instructions of.
 *
 * <p>An index computes {@value #ROWS} rows of {@value #COLUMNS} columns in arrays of its own, four
 * inner indices at a time. The rows of {@code b} are copied first: C2 vectorises a loop over arrays
 * only where all are read at the same index, as it cannot know that the ranges of two arrays do not
 * overlap. Sums are taken in the order of the plain loop, so that results have the same bits.
 */
final class MatrixPanels {

  static final int ROWS = 16;
  static final int COLUMNS = 256;

  private MatrixPanels() {}

  static void multiplyFloats(
      int i, int j, int rows, int inner, int columns, float[] a, float[] b, float[] c) {
    int height = Math.min(ROWS, rows - i * ROWS);
    int from = j * COLUMNS;
    int width = Math.min(COLUMNS, columns - from);
    float[][] sums = new float[height][width];
    float[][] copies = new float[4][width];
    int fours = inner & -4;
    for (int k = 0; k < fours; k += 4) {
      for (int r = 0; r < 4; r++) {
        System.arraycopy(b, (k + r) * columns + from, copies[r], 0, width);
      }
      for (int row = 0; row < height; row++) {
        int at = (i * ROWS + row) * inner + k;
        addFloats(sums[row], a[at], a[at + 1], a[at + 2], a[at + 3], copies);
      }
    }
    for (int k = fours; k < inner; k++) {
      System.arraycopy(b, k * columns + from, copies[0], 0, width);
      for (int row = 0; row < height; row++) {
        addFloats(sums[row], a[(i * ROWS + row) * inner + k], copies[0]);
      }
    }
    for (int row = 0; row < height; row++) {
      System.arraycopy(sums[row], 0, c, (i * ROWS + row) * columns + from, width);
    }
  }

  private static void addFloats(
      float[] sums, float a0, float a1, float a2, float a3, float[][] copies) {
    float[] b0 = copies[0];
    float[] b1 = copies[1];
    float[] b2 = copies[2];
    float[] b3 = copies[3];
    for (int x = 0; x < sums.length; x++) {
      sums[x] = sums[x] + a0 * b0[x] + a1 * b1[x] + a2 * b2[x] + a3 * b3[x];
    }
  }

  private static void addFloats(float[] sums, float a, float[] b) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += a * b[x];
    }
  }

  static void multiplyDoubles(
      int i, int j, int rows, int inner, int columns, double[] a, double[] b, double[] c) {
    int height = Math.min(ROWS, rows - i * ROWS);
    int from = j * COLUMNS;
    int width = Math.min(COLUMNS, columns - from);
    double[][] sums = new double[height][width];
    double[][] copies = new double[4][width];
    int fours = inner & -4;
    for (int k = 0; k < fours; k += 4) {
      for (int r = 0; r < 4; r++) {
        System.arraycopy(b, (k + r) * columns + from, copies[r], 0, width);
      }
      for (int row = 0; row < height; row++) {
        int at = (i * ROWS + row) * inner + k;
        addDoubles(sums[row], a[at], a[at + 1], a[at + 2], a[at + 3], copies);
      }
    }
    for (int k = fours; k < inner; k++) {
      System.arraycopy(b, k * columns + from, copies[0], 0, width);
      for (int row = 0; row < height; row++) {
        addDoubles(sums[row], a[(i * ROWS + row) * inner + k], copies[0]);
      }
    }
    for (int row = 0; row < height; row++) {
      System.arraycopy(sums[row], 0, c, (i * ROWS + row) * columns + from, width);
    }
  }

  private static void addDoubles(
      double[] sums, double a0, double a1, double a2, double a3, double[][] copies) {
    double[] b0 = copies[0];
    double[] b1 = copies[1];
    double[] b2 = copies[2];
    double[] b3 = copies[3];
    for (int x = 0; x < sums.length; x++) {
      sums[x] = sums[x] + a0 * b0[x] + a1 * b1[x] + a2 * b2[x] + a3 * b3[x];
    }
  }

  private static void addDoubles(double[] sums, double a, double[] b) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += a * b[x];
    }
  }
}
