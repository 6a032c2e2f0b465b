package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.smoothFloats;

import java.util.List;

/** Functions that are right within some units in the last place, on float. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class FloatMathKernels {

  private FloatMathKernels() {}

  static List<KernelCase> all() {
    return List.of(
        smoothFloats("float sine", FloatMathKernels::sine).within(2),
        smoothFloats("float cosine", FloatMathKernels::cosine).within(2),
        smoothFloats("float tangent", FloatMathKernels::tangent).within(2),
        smoothFloats("float exponential", FloatMathKernels::exponential).within(2),
        smoothFloats("float logarithm", FloatMathKernels::logarithm).within(2),
        smoothFloats("float power", FloatMathKernels::power).within(2),
        smoothFloats("float arc tangent", FloatMathKernels::arcTangent).within(2),
        smoothFloats("float hyperbolic tangent", FloatMathKernels::hyperbolicTangent).within(2));
  }

  static void sine(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.sin(x);
  }

  static void cosine(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.cos(x);
  }

  static void tangent(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.tan(x);
  }

  static void exponential(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.exp(x);
  }

  static void logarithm(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.log(Math.abs(x) + 1e-3);
  }

  static void power(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = (float) Math.pow(Math.abs(x) + 0.1, y);
  }

  static void arcTangent(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    float y = b[i];
    r[i] = (float) Math.atan2(x, y);
  }

  static void hyperbolicTangent(int i, float[] a, float[] b, float[] r) {
    float x = a[i];
    r[i] = (float) Math.tanh(x);
  }
}
