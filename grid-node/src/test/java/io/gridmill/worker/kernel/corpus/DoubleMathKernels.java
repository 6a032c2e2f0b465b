package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.smoothDoubles;

import java.util.List;

/** Functions that are right within some units in the last place, on double. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class DoubleMathKernels {

  private DoubleMathKernels() {}

  static List<KernelCase> all() {
    return List.of(
        smoothDoubles("double sine", DoubleMathKernels::sine).within(16),
        smoothDoubles("double cosine", DoubleMathKernels::cosine).within(16),
        smoothDoubles("double tangent", DoubleMathKernels::tangent).within(16),
        smoothDoubles("double exponential", DoubleMathKernels::exponential).within(16),
        smoothDoubles("double logarithm", DoubleMathKernels::logarithm).within(16),
        smoothDoubles("double power", DoubleMathKernels::power).within(16),
        smoothDoubles("double arc tangent", DoubleMathKernels::arcTangent).within(16),
        smoothDoubles("double hyperbolic tangent", DoubleMathKernels::hyperbolicTangent)
            .within(16));
  }

  static void sine(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.sin(x);
  }

  static void cosine(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.cos(x);
  }

  static void tangent(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.tan(x);
  }

  static void exponential(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.exp(x);
  }

  static void logarithm(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.log(Math.abs(x) + 1e-3);
  }

  static void power(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = (double) Math.pow(Math.abs(x) + 0.1, y);
  }

  static void arcTangent(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    double y = b[i];
    r[i] = (double) Math.atan2(x, y);
  }

  static void hyperbolicTangent(int i, double[] a, double[] b, double[] r) {
    double x = a[i];
    r[i] = (double) Math.tanh(x);
  }
}
