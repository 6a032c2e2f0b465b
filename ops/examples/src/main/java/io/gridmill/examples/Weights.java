package io.gridmill.examples;

import io.gridmill.job.kernel.Filters;
import io.gridmill.job.kernel.Filters.Border;
import io.gridmill.job.kernel.KernelGraph;

/** Weights of a convolution, row by row; beyond the edges of a picture lies its edge. */
final class Weights {
  private final int height;
  private final int width;
  private final float[] values;

  Weights(int height, int width, float... values) {
    this.height = height;
    this.width = width;
    this.values = values;
  }

  interface Pixels {
    float at(int y, int x);
  }

  static Weights gaussian(double deviation, int reach, boolean row) {
    int size = 2 * reach + 1;
    float[] values = new float[size];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      sum += Math.exp(-i * i / (2 * deviation * deviation));
    }
    for (int i = -reach; i <= reach; i++) {
      values[i + reach] = (float) (Math.exp(-i * i / (2 * deviation * deviation)) / sum);
    }
    return new Weights(row ? 1 : size, row ? size : 1, values);
  }

  void add(KernelGraph graph, int rows, int columns, float[] in, float[] out) {
    Filters.convolve(graph, rows, columns, in, height, width, values, Border.NEAREST, out);
  }

  float at(int y, int x, int rows, int columns, float[] in) {
    return over(y, x, rows, columns, (r, c) -> in[r * columns + c]);
  }

  float over(int y, int x, int rows, int columns, Pixels in) {
    float sum = 0;
    for (int p = 0; p < height; p++) {
      for (int q = 0; q < width; q++) {
        int r = Math.clamp(y + height / 2 - p, 0, rows - 1);
        int c = Math.clamp(x + width / 2 - q, 0, columns - 1);
        sum += values[p * width + q] * in.at(r, c);
      }
    }
    return sum;
  }
}
