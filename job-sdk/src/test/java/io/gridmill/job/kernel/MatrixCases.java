package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;

/** What {@link Matrices} claims: every form gives what the plain loops give, to the bit. */
final class MatrixCases {

  private MatrixCases() {}

  static Stream<KernelCase> all() {
    return Stream.of(
            new int[] {0, 0, 0},
            new int[] {3, 0, 2},
            new int[] {0, 3, 2},
            new int[] {1, 1, 1},
            new int[] {1, 5, 1},
            new int[] {3, 4, 5},
            new int[] {4, 8, 4},
            new int[] {5, 7, 6},
            new int[] {16, 16, 16},
            new int[] {17, 15, 33},
            new int[] {2, 3, 513},
            new int[] {64, 64, 64},
            new int[] {50, 61, 259})
        .flatMap(
            s ->
                Stream.of(
                    new KernelCase("multiply " + Arrays.toString(s), a -> multiplies(a, s)),
                    new KernelCase(
                        "multiply doubles " + Arrays.toString(s), a -> multipliesDoubles(a, s)),
                    new KernelCase("transpose " + Arrays.toString(s), a -> transposes(a, s))));
  }

  private static void multiplies(Accelerator accelerator, int[] s) {
    float[] a = KernelCase.floats(s[0] * s[1]);
    float[] b = KernelCase.floats(s[1] * s[2]);
    float[] c = poison(new float[s[0] * s[2]]);
    float[] tiled = c.clone();
    float[] naive = c.clone();
    try (KernelGraph g = accelerator.graph("multiply")) {
      Matrices.multiply(g, s[0], s[1], s[2], a, b, c);
      Matrices.multiplyTiled(g, s[0], s[1], s[2], a, b, tiled);
      Matrices.multiplyNaive(g, s[0], s[1], s[2], a, b, naive);
      g.download(c, tiled, naive).run();
    }
    float[] expected = new float[c.length];
    for (int i = 0; i < s[0]; i++) {
      for (int j = 0; j < s[2]; j++) {
        for (int k = 0; k < s[1]; k++) {
          expected[i * s[2] + j] += a[i * s[1] + k] * b[k * s[2] + j];
        }
      }
    }
    assertThat(naive).isEqualTo(expected);
    assertThat(tiled).isEqualTo(expected);
    assertThat(c).isEqualTo(expected);
  }

  private static void multipliesDoubles(Accelerator accelerator, int[] s) {
    double[] a = KernelCase.doubles(s[0] * s[1]);
    double[] b = KernelCase.doubles(s[1] * s[2]);
    double[] c = new double[s[0] * s[2]];
    Arrays.fill(c, Double.NaN);
    double[] tiled = c.clone();
    double[] naive = c.clone();
    try (KernelGraph g = accelerator.graph("multiply")) {
      Matrices.multiply(g, s[0], s[1], s[2], a, b, c);
      Matrices.multiplyTiled(g, s[0], s[1], s[2], a, b, tiled);
      Matrices.multiplyNaive(g, s[0], s[1], s[2], a, b, naive);
      g.download(c, tiled, naive).run();
    }
    double[] expected = new double[c.length];
    for (int i = 0; i < s[0]; i++) {
      for (int j = 0; j < s[2]; j++) {
        for (int k = 0; k < s[1]; k++) {
          expected[i * s[2] + j] += a[i * s[1] + k] * b[k * s[2] + j];
        }
      }
    }
    assertThat(naive).isEqualTo(expected);
    assertThat(tiled).isEqualTo(expected);
    assertThat(c).isEqualTo(expected);
  }

  private static void transposes(Accelerator accelerator, int[] s) {
    int rows = s[0];
    int columns = s[2];
    float[] a = KernelCase.floats(rows * columns);
    double[] d = KernelCase.doubles(rows * columns);
    float[] out = poison(new float[rows * columns]);
    double[] outDouble = new double[rows * columns];
    try (KernelGraph g = accelerator.graph("transpose")) {
      Matrices.transpose(g, rows, columns, a, out);
      Matrices.transpose(g, rows, columns, d, outDouble);
      g.download(out, outDouble).run();
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        assertThat(out[j * rows + i]).isEqualTo(a[i * columns + j]);
        assertThat(outDouble[j * rows + i]).isEqualTo(d[i * columns + j]);
      }
    }
  }

  /** What is not written shows. */
  private static float[] poison(float[] array) {
    Arrays.fill(array, Float.NaN);
    return array;
  }
}
