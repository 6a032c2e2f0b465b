package io.gridmill.job.kernel;

/**
 * The kernels of {@link Reductions#min} and {@link Reductions#max}: a block of elements each. They
 * compare as {@code <} does, by which no NaN is less or more than anything.
 */
final class ExtremeKernels {

  private ExtremeKernels() {}

  static void minFloats(int block, int n, float[] x, float[] out) {
    int i = block * Reductions.BLOCK;
    int left = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    float least = Float.POSITIVE_INFINITY;
    while (left > 0) {
      float v = x[i];
      least = v < least ? v : least;
      i++;
      left--;
    }
    out[block] = least;
  }

  static void maxFloats(int block, int n, float[] x, float[] out) {
    int i = block * Reductions.BLOCK;
    int left = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    float most = Float.NEGATIVE_INFINITY;
    while (left > 0) {
      float v = x[i];
      most = v > most ? v : most;
      i++;
      left--;
    }
    out[block] = most;
  }

  static void minDoubles(int block, int n, double[] x, double[] out) {
    int i = block * Reductions.BLOCK;
    int left = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    double least = Double.POSITIVE_INFINITY;
    while (left > 0) {
      double v = x[i];
      least = v < least ? v : least;
      i++;
      left--;
    }
    out[block] = least;
  }

  static void maxDoubles(int block, int n, double[] x, double[] out) {
    int i = block * Reductions.BLOCK;
    int left = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    double most = Double.NEGATIVE_INFINITY;
    while (left > 0) {
      double v = x[i];
      most = v > most ? v : most;
      i++;
      left--;
    }
    out[block] = most;
  }

  static void minInts(int block, int n, int[] x, int[] out) {
    int i = block * Reductions.BLOCK;
    int left = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int least = Integer.MAX_VALUE;
    while (left > 0) {
      int v = x[i];
      least = v < least ? v : least;
      i++;
      left--;
    }
    out[block] = least;
  }

  static void maxInts(int block, int n, int[] x, int[] out) {
    int i = block * Reductions.BLOCK;
    int left = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int most = Integer.MIN_VALUE;
    while (left > 0) {
      int v = x[i];
      most = v > most ? v : most;
      i++;
      left--;
    }
    out[block] = most;
  }
}
