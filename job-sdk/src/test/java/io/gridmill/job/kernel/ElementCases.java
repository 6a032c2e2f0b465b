package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What {@link Kernels} claims. */
final class ElementCases {

  private ElementCases() {}

  interface Zip<A> {
    KernelGraph add(KernelGraph graph, A x, A y, A z);
  }

  static Stream<KernelCase> all() {
    return KernelCase.lengths()
        .boxed()
        .flatMap(
            n ->
                Stream.of(
                    new KernelCase("fill of " + n, a -> fills(a, n)),
                    new KernelCase("copy of " + n, a -> copies(a, n)),
                    new KernelCase("scale and axpy of " + n, a -> scales(a, n)),
                    new KernelCase("gather of " + n, a -> gathers(a, n)),
                    zip("add", n, Kernels::add, Kernels::add, (x, y) -> x + y),
                    zip("subtract", n, Kernels::subtract, Kernels::subtract, (x, y) -> x - y),
                    zip("multiply", n, Kernels::multiply, Kernels::multiply, (x, y) -> x * y),
                    zip("divide", n, Kernels::divide, Kernels::divide, (x, y) -> x / y)));
  }

  private static void fills(Accelerator accelerator, int n) {
    float[] floats = new float[n];
    double[] doubles = new double[n];
    int[] ints = new int[n];
    long[] longs = new long[n];
    int[] indices = new int[n];
    try (KernelGraph g = accelerator.graph("fill")) {
      Kernels.fill(g, 1.5f, floats);
      Kernels.fill(g, -2.5, doubles);
      Kernels.fill(g, 3, ints);
      Kernels.fill(g, 4L << 40, longs);
      Kernels.indices(g, indices);
      g.download(floats, doubles, ints, longs, indices).run();
    }
    each(
        n,
        i -> {
          assertThat(floats[i]).isEqualTo(1.5f);
          assertThat(doubles[i]).isEqualTo(-2.5);
          assertThat(ints[i]).isEqualTo(3);
          assertThat(longs[i]).isEqualTo(4L << 40);
          assertThat(indices[i]).isEqualTo(i);
        });
  }

  private static void copies(Accelerator accelerator, int n) {
    float[] floats = new float[n];
    double[] doubles = new double[n];
    int[] ints = new int[n];
    long[] longs = new long[n];
    try (KernelGraph g = accelerator.graph("copy")) {
      Kernels.copy(g, KernelCase.floats(n), floats);
      Kernels.copy(g, KernelCase.doubles(n), doubles);
      Kernels.copy(g, KernelCase.ints(n), ints);
      Kernels.copy(g, KernelCase.longs(n), longs);
      g.download(floats, doubles, ints, longs).run();
    }
    assertThat(floats).isEqualTo(KernelCase.floats(n));
    assertThat(doubles).isEqualTo(KernelCase.doubles(n));
    assertThat(ints).isEqualTo(KernelCase.ints(n));
    assertThat(longs).isEqualTo(KernelCase.longs(n));
  }

  private static void scales(Accelerator accelerator, int n) {
    float[] x = KernelCase.floats(n);
    float[] y = new float[n];
    double[] u = KernelCase.doubles(n);
    double[] v = new double[n];
    try (KernelGraph g = accelerator.graph("scale")) {
      Kernels.scale(g, 3.7f, x, y);
      Kernels.axpy(g, -0.3f, x, y);
      Kernels.scale(g, 3.7, u, v);
      Kernels.axpy(g, -0.3, u, v);
      g.download(y, v).run();
    }
    each(
        n,
        i -> {
          assertThat(y[i]).isEqualTo(3.7f * x[i] + -0.3f * x[i]);
          assertThat(v[i]).isEqualTo(3.7 * u[i] + -0.3 * u[i]);
        });
  }

  private static void gathers(Accelerator accelerator, int n) {
    int[] index = IntStream.range(0, n).map(i -> (int) (i * 7919L % (n / 2 + 1))).toArray();
    int[] ints = KernelCase.ints(n);
    float[] floats = KernelCase.floats(n);
    double[] doubles = KernelCase.doubles(n);
    int[] a = new int[n];
    float[] b = new float[n];
    double[] c = new double[n];
    try (KernelGraph g = accelerator.graph("gather")) {
      Kernels.gather(g, index, ints, a);
      Kernels.gather(g, index, floats, b);
      Kernels.gather(g, index, doubles, c);
      g.download(a, b, c).run();
    }
    each(
        n,
        i -> {
          assertThat(a[i]).isEqualTo(ints[index[i]]);
          assertThat(b[i]).isEqualTo(floats[index[i]]);
          assertThat(c[i]).isEqualTo(doubles[index[i]]);
        });
  }

  /** For one operation of float, rounding the exact or the double's result is the same. */
  private static KernelCase zip(
      String name, int n, Zip<float[]> floats, Zip<double[]> doubles, DoubleBinaryOperator plain) {
    return new KernelCase(
        name + " of " + n,
        accelerator -> {
          float[] x = KernelCase.floats(n);
          float[] y = reversed(x);
          float[] z = new float[n];
          double[] u = KernelCase.doubles(n);
          double[] v = reversed(u);
          double[] w = u.clone();
          try (KernelGraph g = accelerator.graph(name)) {
            floats.add(g, x, y, z);
            doubles.add(g, w, v, w);
            g.download(z, w).run();
          }
          each(
              n,
              i -> {
                assertThat(z[i]).isEqualTo((float) plain.applyAsDouble(x[i], y[i]));
                assertThat(w[i]).isEqualTo(plain.applyAsDouble(u[i], v[i]));
              });
        });
  }

  private static float[] reversed(float[] x) {
    float[] y = new float[x.length];
    each(x.length, i -> y[i] = x[x.length - 1 - i]);
    return y;
  }

  private static double[] reversed(double[] x) {
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> x[x.length - 1 - i]);
    return y;
  }

  private static void each(int n, IntConsumer check) {
    IntStream.range(0, n).forEach(check);
  }
}
