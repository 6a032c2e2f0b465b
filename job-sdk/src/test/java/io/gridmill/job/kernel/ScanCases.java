package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;

/** What {@link Scans} claims. */
final class ScanCases {

  private ScanCases() {}

  static Stream<KernelCase> all() {
    return KernelCase.lengths()
        .boxed()
        .flatMap(
            n ->
                Stream.of(
                    new KernelCase("scan of whole " + n, a -> wholes(a, n)),
                    new KernelCase("scan of " + n, a -> fractions(a, n))));
  }

  private static void wholes(Accelerator accelerator, int n) {
    int[] x = KernelCase.ints(n);
    int[] inclusive = new int[n];
    int[] exclusive = x.clone();
    long[] y = KernelCase.longs(n);
    long[] inclusiveLong = new long[n];
    long[] exclusiveLong = y.clone();
    try (KernelGraph g = accelerator.graph("scan")) {
      Scans.inclusive(g, x, inclusive);
      Scans.exclusive(g, exclusive, exclusive);
      Scans.inclusive(g, y, inclusiveLong);
      Scans.exclusive(g, exclusiveLong, exclusiveLong);
      g.download(inclusive, exclusive, inclusiveLong, exclusiveLong).run();
    }
    int sum = 0;
    long longSum = 0;
    for (int i = 0; i < n; i++) {
      assertThat(exclusive[i]).isEqualTo(sum);
      assertThat(exclusiveLong[i]).isEqualTo(longSum);
      sum += x[i];
      longSum += y[i];
      assertThat(inclusive[i]).isEqualTo(sum);
      assertThat(inclusiveLong[i]).isEqualTo(longSum);
    }
  }

  private static void fractions(Accelerator accelerator, int n) {
    float[] x = KernelCase.floats(n);
    double[] y = KernelCase.doubles(n);
    float[] inclusive = new float[n];
    float[] exclusive = new float[n];
    double[] inclusiveDouble = new double[n];
    double[] exclusiveDouble = new double[n];
    scan(accelerator, x, inclusive, exclusive, y, inclusiveDouble, exclusiveDouble);
    requireSameOnOneThread(x, inclusive, exclusive, y, inclusiveDouble, exclusiveDouble);
    double error = 256 * (n <= 256 ? 1 : n <= 65_536 ? 3 : 5) * 0x1.01p-24;
    double errorDouble = (256 * 5 + n) * 0x1.01p-53; // the sum here is rounded, too
    double sum = 0;
    double sumDouble = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      assertThat((double) exclusive[i]).isEqualTo(sum, within(error * all));
      assertThat(exclusiveDouble[i]).isEqualTo(sumDouble, within(errorDouble * all));
      sum += x[i];
      sumDouble += y[i];
      all += Math.max(Math.abs(x[i]), Math.abs(y[i]));
      assertThat((double) inclusive[i]).isEqualTo(sum, within(error * all));
      assertThat(inclusiveDouble[i]).isEqualTo(sumDouble, within(errorDouble * all));
    }
  }

  private static void requireSameOnOneThread(
      float[] x,
      float[] inclusive,
      float[] exclusive,
      double[] y,
      double[] inclusiveDouble,
      double[] exclusiveDouble) {
    float[] a = new float[x.length];
    float[] b = new float[x.length];
    double[] c = new double[y.length];
    double[] d = new double[y.length];
    try (Accelerator one = Accelerators.jvm(1)) {
      scan(one, x, a, b, y, c, d);
    }
    assertThat(inclusive).isEqualTo(a);
    assertThat(exclusive).isEqualTo(b);
    assertThat(inclusiveDouble).isEqualTo(c);
    assertThat(exclusiveDouble).isEqualTo(d);
  }

  private static void scan(
      Accelerator accelerator,
      float[] x,
      float[] inclusive,
      float[] exclusive,
      double[] y,
      double[] inclusiveDouble,
      double[] exclusiveDouble) {
    try (KernelGraph g = accelerator.graph("scan")) {
      Scans.inclusive(g, x, inclusive);
      Scans.exclusive(g, x, exclusive);
      Scans.inclusive(g, y, inclusiveDouble);
      Scans.exclusive(g, y, exclusiveDouble);
      g.download(inclusive, exclusive, inclusiveDouble, exclusiveDouble).run();
    }
  }
}
