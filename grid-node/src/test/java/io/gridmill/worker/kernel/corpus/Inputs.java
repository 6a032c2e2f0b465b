package io.gridmill.worker.kernel.corpus;

/** Inputs: all pairs of the values at which arithmetic has its edges, in two arrays. */
public final class Inputs {

  private static final int[] EDGES = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    7,
    8,
    -8,
    -7,
    16,
    31,
    32,
    -33,
    100,
    -100,
    12345,
    -1234567,
    0x7fff,
    0x55555555,
    0xaaaaaaab,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1
  };

  private static final float[] FLOAT_EDGES = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    -1.5f,
    2.5f,
    -2.5f,
    0.3f,
    -0.7f,
    3.1415927f,
    1e-3f,
    255.5f,
    -129f,
    8388607.5f,
    16777216f,
    0x1p31f,
    -0x1p31f,
    1e19f,
    -1e19f,
    1e30f,
    -1e30f,
    1e-30f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    0x0.FFFFFFp-1f,
    -0x0.FFFFFFp-1f
  };

  Inputs() {}

  /** Numbers of which a kernel on {@code n} indices has its fill. */
  int[] small(int n) {
    int[] values = new int[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i * 37 + 11) % 101 - 20;
    }
    return values;
  }

  /** The first of each pair, or the second. */
  int[] ints(boolean first) {
    int[] values = new int[EDGES.length * EDGES.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = EDGES[first ? i / EDGES.length : i % EDGES.length];
    }
    return values;
  }

  long[] longs(boolean first) {
    int[] low = ints(first);
    long[] values = new long[low.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (low[i]) {
            case Integer.MIN_VALUE -> Long.MIN_VALUE;
            case Integer.MAX_VALUE -> Long.MAX_VALUE;
            case 0x55555555 -> 0x5555555555555555L;
            case 12345 -> 0x9e3779b97f4a7c15L;
            case -1234567 -> 0x7fffffff_80000000L;
            default -> low[i];
          };
    }
    return values;
  }

  float[] floats(boolean first) {
    float[] values = new float[FLOAT_EDGES.length * FLOAT_EDGES.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = FLOAT_EDGES[first ? i / FLOAT_EDGES.length : i % FLOAT_EDGES.length];
    }
    return values;
  }

  double[] doubles(boolean first) {
    float[] single = floats(first);
    double[] values = new double[single.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          single[i] == 0.3f
              ? 0.3
              : single[i] == 0x0.FFFFFFp-1f
                  ? 0.49999999999999994
                  : single[i] == 8388607.5f
                      ? 4503599627370495.5
                      : single[i] == -1e30f ? -1e300 : single[i];
    }
    return values;
  }

  /** Numbers between -3 and 3. */
  float[] smoothFloats(boolean first) {
    float[] values = new float[400];
    for (int i = 0; i < values.length; i++) {
      values[i] = (first ? i : (i * 7) % 400) * 0.015f - 3f;
    }
    return values;
  }

  double[] smoothDoubles(boolean first) {
    double[] values = new double[400];
    for (int i = 0; i < values.length; i++) {
      values[i] = (first ? i : (i * 7) % 400) * 0.015 - 3;
    }
    return values;
  }

  boolean[] booleans(boolean first) {
    return new boolean[] {first, false, true, !first, false, true};
  }

  byte[] bytes(boolean first) {
    int[] wide = ints(first);
    byte[] values = new byte[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (wide[i] ^ (wide[i] >>> 16));
    }
    return values;
  }

  short[] shorts(boolean first) {
    int[] wide = ints(first);
    short[] values = new short[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (wide[i] ^ (wide[i] >>> 16));
    }
    return values;
  }

  char[] chars(boolean first) {
    int[] wide = ints(first);
    char[] values = new char[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (char) (wide[i] ^ (wide[i] >>> 16));
    }
    return values;
  }
}
