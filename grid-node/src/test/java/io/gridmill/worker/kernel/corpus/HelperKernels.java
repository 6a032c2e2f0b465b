package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.ints;
import static io.gridmill.worker.kernel.corpus.KernelCase.longs;

import java.util.List;

/** Methods that kernels call, and constants that they use. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class HelperKernels {

  private static final int LITERAL = 42;
  private static final int COMPUTED = Integer.parseInt("17");
  private static final long WIDE = Long.parseLong("81985529216486895");
  private static final double RATIO = Double.parseDouble("0.75");
  private static final boolean YES = Boolean.parseBoolean("true");
  private static final char LETTER = "kernel".charAt(2);

  private HelperKernels() {}

  static List<KernelCase> all() {
    return List.of(
        ints("helper chain", HelperKernels::chain),
        ints("helper overloads", HelperKernels::overloads),
        ints("helper of another class", HelperKernels::other),
        ints("helper that is inherited", HelperKernels::inherited),
        ints("helper of an interface", HelperKernels::ofInterface),
        ints("helper that writes", HelperKernels::writes),
        ints("helper that decides", HelperKernels::decides),
        ints("helper with wide parameters", HelperKernels::wideParameters),
        ints("helper called twice", HelperKernels::twice),
        ints("helper with the kernel's name", HelperKernels::same),
        ints("constants", HelperKernels::constants),
        longs("constants that are wide", HelperKernels::wideConstants),
        ints("nothing for odd indices", HelperKernels::odd),
        ints("index alone", HelperKernels::index));
  }

  static class Base {
    static int scaled(int x) {
      return x * 3 - 1;
    }
  }

  static final class Derived extends Base {
    static int scaled(int x, int y) {
      return scaled(x) ^ scaled(y);
    }
  }

  interface Formulas {
    static int square(int x) {
      return x * x;
    }
  }

  static void chain(int i, int[] a, int[] b, int[] r) {
    r[i] = first(a[i], b[i]);
  }

  private static int first(int x, int y) {
    return second(x + 1, y) - second(y, x);
  }

  private static int second(int x, int y) {
    return third(x) * 2 + third(y);
  }

  private static int third(int x) {
    return x > 10 ? x - 10 : x + 10;
  }

  static void overloads(int i, int[] a, int[] b, int[] r) {
    r[i] = mix(a[i]) + (int) mix((long) b[i]) + (int) mix((float) a[i]);
  }

  private static int mix(int x) {
    return x ^ 5;
  }

  private static long mix(long x) {
    return x * 5;
  }

  private static float mix(float x) {
    return x * 0.5f;
  }

  static void other(int i, int[] a, int[] b, int[] r) {
    r[i] = Derived.scaled(a[i], b[i]);
  }

  static void inherited(int i, int[] a, int[] b, int[] r) {
    r[i] = Derived.scaled(a[i]) + b[i];
  }

  static void ofInterface(int i, int[] a, int[] b, int[] r) {
    r[i] = Formulas.square(a[i]) + Formulas.square(b[i]);
  }

  static void writes(int i, int[] a, int[] b, int[] r) {
    put(r, i, a[i] * 2);
    put(r, i, r[i] + b[i]);
  }

  private static void put(int[] to, int at, int value) {
    to[at] = value;
  }

  static void decides(int i, int[] a, int[] b, int[] r) {
    r[i] = between(a[i], -10, 10) && !between(b[i], 0, 5) ? 1 : 0;
  }

  private static boolean between(int x, int low, int high) {
    return low <= x && x <= high;
  }

  static void wideParameters(int i, int[] a, int[] b, int[] r) {
    r[i] = (int) wide(a[i], b[i], 3, a[i], 0.25f);
  }

  private static long wide(long x, double y, int z, long u, float f) {
    return x * z + (long) (y * 0.5) - u + (long) (f * z);
  }

  static void twice(int i, int[] a, int[] b, int[] r) {
    r[i] = third(third(a[i])) + third(b[i]);
  }

  static void same(int i, int[] a, int[] b, int[] r) {
    r[i] = same(a[i]) + same(b[i]);
  }

  private static int same(int x) {
    return x / 4;
  }

  static void constants(int i, int[] a, int[] b, int[] r) {
    r[i] = a[i] * LITERAL + b[i] / COMPUTED + (YES ? LETTER : 0) + (int) (RATIO * 100);
  }

  static void wideConstants(int i, long[] a, long[] b, long[] r) {
    r[i] = (a[i] ^ WIDE) + b[i] % COMPUTED;
  }

  static void odd(int i, int[] a, int[] b, int[] r) {
    if (i % 2 != 0) {
      return;
    }
    r[i] = a[i] - b[i];
  }

  static void index(int i, int[] a, int[] b, int[] r) {
    r[i] = i;
  }
}
