package io.gridmill.job.kernel;

/**
 * The kernels of {@link Reductions#sum} and {@link Reductions#dot}: a block of elements each.
 *
 * <p>The eight running sums of a block are independent, so that a core adds several at a time, and
 * are added as a fixed tree; what is left of the last block is added one after the other.
 */
final class SumKernels {

  private SumKernels() {}

  static void sumFloats(int block, int n, float[] x, float[] out) {
    int i = block * Reductions.BLOCK;
    int length = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int eights = i + (length & -8);
    int end = i + length;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    while (i < eights) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
      i += 8;
    }
    float rest = 0;
    while (i < end) {
      rest += x[i];
      i++;
    }
    out[block] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  static void dotFloats(int block, int n, float[] x, float[] y, float[] out) {
    int i = block * Reductions.BLOCK;
    int length = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int eights = i + (length & -8);
    int end = i + length;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    while (i < eights) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
      s4 += x[i + 4] * y[i + 4];
      s5 += x[i + 5] * y[i + 5];
      s6 += x[i + 6] * y[i + 6];
      s7 += x[i + 7] * y[i + 7];
      i += 8;
    }
    float rest = 0;
    while (i < end) {
      rest += x[i] * y[i];
      i++;
    }
    out[block] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  static void sumDoubles(int block, int n, double[] x, double[] out) {
    int i = block * Reductions.BLOCK;
    int length = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int eights = i + (length & -8);
    int end = i + length;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    while (i < eights) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
      i += 8;
    }
    double rest = 0;
    while (i < end) {
      rest += x[i];
      i++;
    }
    out[block] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  static void dotDoubles(int block, int n, double[] x, double[] y, double[] out) {
    int i = block * Reductions.BLOCK;
    int length = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int eights = i + (length & -8);
    int end = i + length;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    while (i < eights) {
      s0 += x[i] * y[i];
      s1 += x[i + 1] * y[i + 1];
      s2 += x[i + 2] * y[i + 2];
      s3 += x[i + 3] * y[i + 3];
      s4 += x[i + 4] * y[i + 4];
      s5 += x[i + 5] * y[i + 5];
      s6 += x[i + 6] * y[i + 6];
      s7 += x[i + 7] * y[i + 7];
      i += 8;
    }
    double rest = 0;
    while (i < end) {
      rest += x[i] * y[i];
      i++;
    }
    out[block] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  static void sumInts(int block, int n, int[] x, long[] out) {
    int i = block * Reductions.BLOCK;
    int length = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int eights = i + (length & -8);
    int end = i + length;
    long s0 = 0;
    long s1 = 0;
    long s2 = 0;
    long s3 = 0;
    long s4 = 0;
    long s5 = 0;
    long s6 = 0;
    long s7 = 0;
    while (i < eights) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
      i += 8;
    }
    long rest = 0;
    while (i < end) {
      rest += x[i];
      i++;
    }
    out[block] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }

  static void sumLongs(int block, int n, long[] x, long[] out) {
    int i = block * Reductions.BLOCK;
    int length = n - i < Reductions.BLOCK ? n - i : Reductions.BLOCK;
    int eights = i + (length & -8);
    int end = i + length;
    long s0 = 0;
    long s1 = 0;
    long s2 = 0;
    long s3 = 0;
    long s4 = 0;
    long s5 = 0;
    long s6 = 0;
    long s7 = 0;
    while (i < eights) {
      s0 += x[i];
      s1 += x[i + 1];
      s2 += x[i + 2];
      s3 += x[i + 3];
      s4 += x[i + 4];
      s5 += x[i + 5];
      s6 += x[i + 6];
      s7 += x[i + 7];
      i += 8;
    }
    long rest = 0;
    while (i < end) {
      rest += x[i];
      i++;
    }
    out[block] = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) + rest;
  }
}
