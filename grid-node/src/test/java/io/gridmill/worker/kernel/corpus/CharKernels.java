package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.chars;

import java.util.List;

/** Kernels on char. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class CharKernels {

  private CharKernels() {}

  static List<KernelCase> all() {
    return List.of(
        chars("char add", CharKernels::add),
        chars("char negate", CharKernels::negate),
        chars("char shift unsigned", CharKernels::shiftUnsigned),
        chars("char shift left", CharKernels::shiftLeft),
        chars("char complement", CharKernels::complement),
        chars("char order", CharKernels::order),
        chars("char divide", CharKernels::divide),
        chars("char accumulate", CharKernels::accumulate),
        chars("char upper case", CharKernels::upperCase));
  }

  static void add(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    char y = b[i];
    r[i] = (char) (x + y);
  }

  static void negate(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    r[i] = (char) -x;
  }

  static void shiftUnsigned(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    r[i] = (char) (x >>> 2);
  }

  static void shiftLeft(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    r[i] = (char) (x << 3);
  }

  static void complement(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    char y = b[i];
    r[i] = (char) (~x ^ y);
  }

  static void order(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    char y = b[i];
    r[i] = (char) (x < y ? 1 : x == y ? 0 : -1);
  }

  static void divide(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    char y = b[i];
    r[i] = (char) (x / (y == 0 ? 1 : y));
  }

  static void accumulate(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    char y = b[i];
    char v = x;
    v += y;
    v *= 3;
    v >>= 1;
    r[i] = v;
  }

  static void upperCase(int i, char[] a, char[] b, char[] r) {
    char x = a[i];
    r[i] = x >= 'a' && x <= 'z' ? (char) (x - 32) : x;
  }
}
