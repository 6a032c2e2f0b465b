package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What {@link Reductions} claims: the plain result within the stated error, and the same bits. */
final class ReductionCases {

  private static final double FLOAT_UNIT = 0x1p-24;
  private static final double DOUBLE_UNIT = 0x1p-53;

  private ReductionCases() {}

  interface Reduce<R> {
    KernelGraph add(KernelGraph graph, R result);
  }

  static Stream<KernelCase> all() {
    return Stream.concat(
        KernelCase.lengths()
            .boxed()
            .flatMap(
                n ->
                    Stream.of(
                        new KernelCase("sum of " + n, a -> sums(a, n)),
                        new KernelCase("sum of whole " + n, a -> wholeSums(a, n)),
                        new KernelCase("dot of " + n, a -> dots(a, n)),
                        new KernelCase("min and max of " + n, a -> extremes(a, n)))),
        Stream.of(
            new KernelCase("sum with a NaN", ReductionCases::sumsWithNaN),
            new KernelCase("min and max with NaNs", ReductionCases::extremesWithNaNs)));
  }

  private static void sums(Accelerator accelerator, int n) {
    float[] x = KernelCase.floats(n);
    double[] y = KernelCase.doubles(n);
    float f = floats(accelerator, (g, r) -> Reductions.sum(g, x, r));
    double d = doubles(accelerator, (g, r) -> Reductions.sum(g, y, r));
    assertThat((double) f)
        .isEqualTo(exact(n, i -> x[i], i -> 1), within(error(n, i -> x[i], 0, FLOAT_UNIT)));
    assertThat(d)
        .isEqualTo(exact(n, i -> y[i], i -> 1), within(error(n, i -> y[i], 0, DOUBLE_UNIT)));
  }

  private static void wholeSums(Accelerator accelerator, int n) {
    int[] x = KernelCase.ints(n);
    long[] y = KernelCase.longs(n);
    long[] a = new long[1];
    long[] b = new long[1];
    try (KernelGraph g = accelerator.graph("sums")) {
      Reductions.sum(g, x, a);
      Reductions.sum(g, y, b);
      g.download(a, b).run();
    }
    assertThat(a).containsExactly(IntStream.of(x).asLongStream().sum());
    assertThat(b).containsExactly(LongStream.of(y).sum());
  }

  private static void dots(Accelerator accelerator, int n) {
    float[] x = KernelCase.floats(n);
    double[] y = KernelCase.doubles(n);
    float f = floats(accelerator, (g, r) -> Reductions.dot(g, x, x, r));
    double d = doubles(accelerator, (g, r) -> Reductions.dot(g, y, y, r));
    assertThat((double) f)
        .isEqualTo(
            exact(n, i -> x[i], i -> x[i]),
            within(error(n, i -> (double) x[i] * x[i], 1, FLOAT_UNIT)));
    assertThat(d)
        .isEqualTo(
            exact(n, i -> y[i], i -> y[i]), within(error(n, i -> y[i] * y[i], 1, DOUBLE_UNIT)));
  }

  private static void extremes(Accelerator accelerator, int n) {
    float[] x = KernelCase.floats(n);
    double[] y = KernelCase.doubles(n);
    int[] z = KernelCase.ints(n);
    int[] least = new int[1];
    int[] most = new int[1];
    try (KernelGraph g = accelerator.graph("extremes")) {
      Reductions.min(g, z, least);
      Reductions.max(g, z, most);
      g.download(least, most).run();
    }
    double inf = Double.POSITIVE_INFINITY;
    assertThat((double) floats(accelerator, (g, r) -> Reductions.min(g, x, r)))
        .isEqualTo(IntStream.range(0, n).mapToDouble(i -> x[i]).min().orElse(inf));
    assertThat((double) floats(accelerator, (g, r) -> Reductions.max(g, x, r)))
        .isEqualTo(IntStream.range(0, n).mapToDouble(i -> x[i]).max().orElse(-inf));
    assertThat(doubles(accelerator, (g, r) -> Reductions.min(g, y, r)))
        .isEqualTo(Arrays.stream(y).min().orElse(inf));
    assertThat(doubles(accelerator, (g, r) -> Reductions.max(g, y, r)))
        .isEqualTo(Arrays.stream(y).max().orElse(-inf));
    assertThat(least).containsExactly(Arrays.stream(z).min().orElse(Integer.MAX_VALUE));
    assertThat(most).containsExactly(Arrays.stream(z).max().orElse(Integer.MIN_VALUE));
  }

  private static void sumsWithNaN(Accelerator accelerator) {
    float[] x = KernelCase.floats(1000);
    x[700] = Float.NaN;
    assertThat(floats(accelerator, (g, r) -> Reductions.sum(g, x, r))).isNaN();
  }

  private static void extremesWithNaNs(Accelerator accelerator) {
    float[] x = {Float.NaN, 3, Float.NaN, -4, Float.NaN};
    double[] y = {Double.NaN};
    assertThat(floats(accelerator, (g, r) -> Reductions.min(g, x, r))).isEqualTo(-4);
    assertThat(floats(accelerator, (g, r) -> Reductions.max(g, x, r))).isEqualTo(3);
    assertThat(doubles(accelerator, (g, r) -> Reductions.min(g, y, r)))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  /** The result, which is that of one thread of the JVM, to the bit. */
  private static float floats(Accelerator accelerator, Reduce<float[]> reduce) {
    float[] result = ran(accelerator, reduce, () -> new float[1]);
    try (Accelerator one = Accelerators.jvm(1)) {
      assertThat(result).isEqualTo(ran(one, reduce, () -> new float[1]));
    }
    return result[0];
  }

  private static double doubles(Accelerator accelerator, Reduce<double[]> reduce) {
    double[] result = ran(accelerator, reduce, () -> new double[1]);
    try (Accelerator one = Accelerators.jvm(1)) {
      assertThat(result).isEqualTo(ran(one, reduce, () -> new double[1]));
    }
    return result[0];
  }

  private static <R> R ran(Accelerator accelerator, Reduce<R> reduce, Supplier<R> array) {
    R result = array.get();
    try (KernelGraph g = accelerator.graph("reduce")) {
      reduce.add(g, result).download(result).run();
    }
    return result;
  }

  private static double exact(int n, IntToDoubleFunction x, IntToDoubleFunction y) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < n; i++) {
      sum =
          sum.add(new BigDecimal(x.applyAsDouble(i)).multiply(new BigDecimal(y.applyAsDouble(i))));
    }
    return sum.doubleValue();
  }

  /** The stated bound: γ of 11 roundings a level, and those of the products. */
  private static double error(int n, IntToDoubleFunction term, int products, double unit) {
    int levels = 1;
    for (long reach = 64; reach < n; reach *= 64) {
      levels++;
    }
    double roundings = (11 * levels + products) * unit;
    double gamma = roundings / (1 - roundings);
    return gamma * IntStream.range(0, n).mapToDouble(i -> Math.abs(term.applyAsDouble(i))).sum();
  }
}
