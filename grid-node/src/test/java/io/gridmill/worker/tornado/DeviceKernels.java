package io.gridmill.worker.tornado;

import io.gridmill.job.kernel.Kernel1D;

/** Kernels for {@link DeviceChecks}. */
final class DeviceKernels {
  private DeviceKernels() {}

  static void saxpy(int i, float a, float[] x, float[] y) {
    y[i] += a * x[i];
  }

  static void multiply(int i, int j, int n, float[] a, float[] b, float[] c) {
    float sum = 0;
    for (int k = 0; k < n; k++) {
      sum += a[i * n + k] * b[k * n + j];
    }
    c[i * n + j] = sum;
  }

  static void number(int i, int j, int k, int rows, int columns, int[] out) {
    out[(i * rows + j) * columns + k] = 100 * i + 10 * j + k;
  }

  static void evens(int i, int[] out) {
    out[2 * i] = i;
  }

  static void eitherHalf(int i, boolean left, int[] out) {
    if (left) {
      out[i] = 7;
    } else {
      out[i + 8] = 9;
    }
  }

  static void add(int i, int[] what, int[] to) {
    to[i] += what[i];
  }

  static void fill(int i, int value, int[] out) {
    out[i] = value;
  }

  static void bytes(int i, byte a, byte[] x, byte[] y) {
    y[i] = (byte) (x[i] + a);
  }

  static void shorts(int i, short a, short[] x, short[] y) {
    y[i] = (short) (x[i] + a);
  }

  static void chars(int i, char a, char[] x, char[] y) {
    y[i] = (char) (x[i] + a);
  }

  static void ints(int i, int a, int[] x, int[] y) {
    y[i] = x[i] * a;
  }

  static void longs(int i, long a, long[] x, long[] y) {
    y[i] = x[i] * a;
  }

  static void doubles(int i, double a, double[] x, double[] y) {
    y[i] = x[i] * a;
  }

  static void booleans(int i, boolean a, boolean[] x, boolean[] y) {
    y[i] = x[i] != a;
  }

  static void eight(
      int i, int[] a, int[] b, int[] c, int[] d, int[] e, int[] f, int[] g, int[] out) {
    out[i] = a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i];
  }

  /** Compilers of C may take the comparison to be true. */
  static void overflows(int i, int[] x, int[] out) {
    out[i] = x[i] + 1 > x[i] ? 1 : 0;
  }

  /** Reads what another index writes. */
  static void races(int i, int[] out) {
    out[i] = out[Math.max(0, i - 1)] + 1;
  }

  private static int shifted(int x) {
    return x >>> 3;
  }

  /** Private, calls another method, and shifts as C does not. */
  private static void hidden(int i, int[] out) {
    out[i] = shifted(i - 50) / 4;
  }

  static Kernel1D.With1<int[]> hidden() {
    return DeviceKernels::hidden;
  }

  static void prints(int i, int[] out) {
    System.out.println(i);
    out[i] = i;
  }

  static void outOfBounds(int i, int[] out) {
    out[i + 400_000_000] = i;
  }

  /** Out of bounds at one index, which a sample hardly sees. */
  static void onceOutOfBounds(int i, int[] out) {
    out[i == 51_234 ? i + 400_000_000 : i] = i;
  }
}
