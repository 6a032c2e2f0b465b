package io.gridmill.worker.kernel.corpus;

import io.gridmill.job.kernel.Range;
import java.util.List;

/**
 * Kernels of one to three dimensions, with one to eight arguments, scalars and several launches.
 */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class ShapeKernels {

  private ShapeKernels() {}

  static List<KernelCase> all() {
    return List.of(
        KernelCase.of(
            "shape of one argument",
            (graph, in) -> {
              int[] y = in.small(1000);
              graph.upload(y).launch(Range.of(1000), ShapeKernels::one, y).download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape of eight arguments",
            (graph, in) -> {
              double[] y = in.doubles(true);
              graph
                  .upload(y)
                  .launch(
                      Range.of(y.length),
                      ShapeKernels::eight,
                      (byte) -3,
                      (short) 300,
                      'x',
                      70000,
                      -5_000_000_000L,
                      1.5f,
                      true,
                      y)
                  .download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape saxpy",
            (graph, in) -> {
              float[] x = in.floats(true);
              float[] y = in.floats(false);
              graph
                  .upload(x, y)
                  .launch(Range.of(x.length), ShapeKernels::saxpy, 2.5f, x, y)
                  .download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape division by a scalar",
            (graph, in) -> {
              int[] x = in.ints(true);
              int[] y = in.ints(false);
              graph
                  .upload(x, y)
                  .launch(Range.of(x.length), ShapeKernels::byScalar, 8, -16, 33, x, y)
                  .download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape division by a long scalar",
            (graph, in) -> {
              long[] x = in.longs(true);
              long[] y = in.longs(false);
              graph
                  .upload(x, y)
                  .launch(Range.of(x.length), ShapeKernels::byLongScalar, 64L, 70, x, y)
                  .download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape of two launches",
            (graph, in) -> {
              int[] x = in.small(500);
              int[] y = new int[500];
              graph
                  .upload(x, y)
                  .launch(Range.of(500), ShapeKernels::neighbours, 500, x, y)
                  .launch(Range.of(500), ShapeKernels::neighbours, 500, y, x)
                  .download(x, y);
              return new Object[] {x, y};
            }),
        KernelCase.of(
            "shape transpose",
            (graph, in) -> {
              int[] x = in.small(37 * 21);
              int[] y = new int[37 * 21];
              graph
                  .upload(x, y)
                  .launch(Range.of(37, 21), ShapeKernels::transpose, 37, 21, x, y)
                  .download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape matrix product",
            (graph, in) -> {
              float[] a = in.smoothFloats(true);
              float[] b = in.smoothFloats(false);
              float[] c = new float[400];
              graph
                  .upload(a, b, c)
                  .launch(Range.of(20, 20), ShapeKernels::multiply, 20, a, b, c)
                  .download(c);
              return new Object[] {c};
            }),
        KernelCase.of(
            "shape convolution",
            (graph, in) -> {
              int[] x = in.small(33 * 17);
              int[] y = new int[33 * 17];
              graph
                  .upload(x, y)
                  .launch(Range.of(33, 17), ShapeKernels::blur, 33, 17, x, y)
                  .download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape stencil",
            (graph, in) -> {
              int[] x = in.small(9 * 7 * 5);
              int[] y = new int[9 * 7 * 5];
              graph
                  .upload(x, y)
                  .launch(Range.of(9, 7, 5), ShapeKernels::stencil, 9, 7, 5, x, y)
                  .download(y);
              return new Object[] {y};
            }),
        KernelCase.of(
            "shape n-body",
            (graph, in) -> {
              double[] x = in.smoothDoubles(true);
              double[] v = new double[400];
              graph
                  .upload(x, v)
                  .launch(Range.of(400), ShapeKernels::attract, 400, 0.01, x, v)
                  .download(v);
              return new Object[] {v};
            }),
        KernelCase.of(
            "shape mixed types",
            (graph, in) -> {
              byte[] pixels = in.bytes(true);
              float[] gray = new float[pixels.length / 3];
              byte[] dark = new byte[gray.length];
              graph
                  .upload(pixels, gray, dark)
                  .launch(Range.of(gray.length), ShapeKernels::gray, pixels, gray, dark)
                  .download(gray, dark);
              return new Object[] {gray, dark};
            }),
        KernelCase.of(
            "shape array length",
            (graph, in) -> {
              int[] x = in.small(77);
              int[] y = new int[77];
              graph.upload(x, y).launch(Range.of(77), ShapeKernels::backwards, x, y).download(y);
              return new Object[] {y};
            }));
  }

  static void one(int i, int[] y) {
    y[i] = y[i] * 3 + i;
  }

  static void eight(int i, byte a, short b, char c, int d, long e, float f, boolean g, double[] y) {
    y[i] += a * b + c - d + e * f + (g ? 1 : 0);
  }

  static void saxpy(int i, float a, float[] x, float[] y) {
    y[i] += a * x[i];
  }

  static void byScalar(int i, int p, int q, int s, int[] x, int[] y) {
    y[i] = x[i] / p + 3 * (x[i] % p) + 5 * (y[i] / q) + 7 * (y[i] % q) + (x[i] << s) + (y[i] >>> s);
  }

  static void byLongScalar(int i, long p, int s, long[] x, long[] y) {
    y[i] = x[i] / p + 3 * (x[i] % p) + (x[i] << s) + (y[i] >>> s);
  }

  static void neighbours(int i, int n, int[] x, int[] y) {
    int left = i == 0 ? 0 : x[i - 1];
    int right = i == n - 1 ? 0 : x[i + 1];
    y[i] = left + right - x[i];
  }

  static void transpose(int i, int j, int rows, int columns, int[] x, int[] y) {
    y[j * rows + i] = x[i * columns + j];
  }

  static void multiply(int i, int j, int n, float[] a, float[] b, float[] c) {
    float sum = 0;
    for (int k = 0; k < n; k++) {
      sum += a[i * n + k] * b[k * n + j];
    }
    c[i * n + j] = sum;
  }

  static void blur(int i, int j, int rows, int columns, int[] x, int[] y) {
    int sum = 0;
    int count = 0;
    for (int di = -1; di <= 1; di++) {
      for (int dj = -1; dj <= 1; dj++) {
        int p = i + di;
        int q = j + dj;
        if (p < 0 || p >= rows || q < 0 || q >= columns) {
          continue;
        }
        sum += x[p * columns + q];
        count++;
      }
    }
    y[i * columns + j] = sum / count;
  }

  static void stencil(int i, int j, int k, int ni, int nj, int nk, int[] x, int[] y) {
    int at = (i * nj + j) * nk + k;
    int sum = -6 * x[at];
    sum += i > 0 ? x[at - nj * nk] : 0;
    sum += i < ni - 1 ? x[at + nj * nk] : 0;
    sum += j > 0 ? x[at - nk] : 0;
    sum += j < nj - 1 ? x[at + nk] : 0;
    sum += k > 0 ? x[at - 1] : 0;
    sum += k < nk - 1 ? x[at + 1] : 0;
    y[at] = sum;
  }

  static void attract(int i, int n, double step, double[] x, double[] v) {
    double force = 0;
    for (int k = 0; k < n; k++) {
      double d = x[k] - x[i];
      force += d / Math.sqrt((d * d + 0.01) * (d * d + 0.01) * (d * d + 0.01));
    }
    v[i] += step * force;
  }

  static void gray(int i, byte[] pixels, float[] gray, byte[] dark) {
    int red = pixels[3 * i] & 0xff;
    int green = pixels[3 * i + 1] & 0xff;
    int blue = pixels[3 * i + 2] & 0xff;
    gray[i] = (red * 0.299f + green * 0.587f + blue * 0.114f) / 255f;
    dark[i] = (byte) (gray[i] < 0.5f ? 1 : 0);
  }

  static void backwards(int i, int[] x, int[] y) {
    y[i] = x[x.length - 1 - i];
  }
}
