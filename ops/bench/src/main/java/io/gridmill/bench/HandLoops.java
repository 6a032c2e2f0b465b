package io.gridmill.bench;

/** Kernels, and the loops over them that one would write by hand. */
final class HandLoops {
  static final float A = 1e-6f;

  private HandLoops() {}

  static float[] ramp(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i % 1000) / 1000f;
    }
    return values;
  }

  static void saxpy(int i, float a, float[] x, float[] y) {
    y[i] += a * x[i];
  }

  static void saxpies(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      y[i] += A * x[i];
    }
  }

  static void multiply(int i, int j, int n, float[] a, float[] b, float[] c) {
    float sum = 0;
    for (int k = 0; k < n; k++) {
      sum += a[i * n + k] * b[k * n + j];
    }
    c[i * n + j] = sum;
  }

  static void multiplies(int from, int to, int n, float[] a, float[] b, float[] c) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        c[i * n + j] = sum;
      }
    }
  }

  /** Four rows of four columns, in registers. */
  static void tile(int i, int j, int n, float[] a, float[] b, float[] c) {
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
    int row = 4 * i * n;
    int column = 4 * j;
    for (int k = 0; k < n; k++) {
      float a0 = a[row + k];
      float a1 = a[row + n + k];
      float a2 = a[row + 2 * n + k];
      float a3 = a[row + 3 * n + k];
      float b0 = b[k * n + column];
      float b1 = b[k * n + column + 1];
      float b2 = b[k * n + column + 2];
      float b3 = b[k * n + column + 3];
      c00 += a0 * b0;
      c01 += a0 * b1;
      c02 += a0 * b2;
      c03 += a0 * b3;
      c10 += a1 * b0;
      c11 += a1 * b1;
      c12 += a1 * b2;
      c13 += a1 * b3;
      c20 += a2 * b0;
      c21 += a2 * b1;
      c22 += a2 * b2;
      c23 += a2 * b3;
      c30 += a3 * b0;
      c31 += a3 * b1;
      c32 += a3 * b2;
      c33 += a3 * b3;
    }
    c[row + column] = c00;
    c[row + column + 1] = c01;
    c[row + column + 2] = c02;
    c[row + column + 3] = c03;
    c[row + n + column] = c10;
    c[row + n + column + 1] = c11;
    c[row + n + column + 2] = c12;
    c[row + n + column + 3] = c13;
    c[row + 2 * n + column] = c20;
    c[row + 2 * n + column + 1] = c21;
    c[row + 2 * n + column + 2] = c22;
    c[row + 2 * n + column + 3] = c23;
    c[row + 3 * n + column] = c30;
    c[row + 3 * n + column + 1] = c31;
    c[row + 3 * n + column + 2] = c32;
    c[row + 3 * n + column + 3] = c33;
  }

  static void tiles(int from, int to, int n, float[] a, float[] b, float[] c) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < n / 4; j++) {
        tile(i, j, n, a, b, c);
      }
    }
  }

  static void attract(int i, int n, float[] at, float[] force) {
    float fx = 0;
    float fy = 0;
    float fz = 0;
    for (int j = 0; j < n; j++) {
      float dx = at[3 * j] - at[3 * i];
      float dy = at[3 * j + 1] - at[3 * i + 1];
      float dz = at[3 * j + 2] - at[3 * i + 2];
      float inverse = 1f / (float) Math.sqrt(dx * dx + dy * dy + dz * dz + 0.01f);
      float scale = inverse * inverse * inverse;
      fx += scale * dx;
      fy += scale * dy;
      fz += scale * dz;
    }
    force[3 * i] = fx;
    force[3 * i + 1] = fy;
    force[3 * i + 2] = fz;
  }

  static void attracts(int from, int to, int n, float[] at, float[] force) {
    for (int i = from; i < to; i++) {
      float fx = 0;
      float fy = 0;
      float fz = 0;
      for (int j = 0; j < n; j++) {
        float dx = at[3 * j] - at[3 * i];
        float dy = at[3 * j + 1] - at[3 * i + 1];
        float dz = at[3 * j + 2] - at[3 * i + 2];
        float inverse = 1f / (float) Math.sqrt(dx * dx + dy * dy + dz * dz + 0.01f);
        float scale = inverse * inverse * inverse;
        fx += scale * dx;
        fy += scale * dy;
        fz += scale * dz;
      }
      force[3 * i] = fx;
      force[3 * i + 1] = fy;
      force[3 * i + 2] = fz;
    }
  }
}
