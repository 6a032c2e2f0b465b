package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.shorts;

import java.util.List;

/** Kernels on short. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class ShortKernels {

  private ShortKernels() {}

  static List<KernelCase> all() {
    return List.of(
        shorts("short add", ShortKernels::add),
        shorts("short negate", ShortKernels::negate),
        shorts("short shift unsigned", ShortKernels::shiftUnsigned),
        shorts("short shift left", ShortKernels::shiftLeft),
        shorts("short complement", ShortKernels::complement),
        shorts("short order", ShortKernels::order),
        shorts("short divide", ShortKernels::divide),
        shorts("short accumulate", ShortKernels::accumulate),
        shorts("short unsigned", ShortKernels::unsigned));
  }

  static void add(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    short y = b[i];
    r[i] = (short) (x + y);
  }

  static void negate(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    r[i] = (short) -x;
  }

  static void shiftUnsigned(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    r[i] = (short) (x >>> 2);
  }

  static void shiftLeft(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    r[i] = (short) (x << 3);
  }

  static void complement(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    short y = b[i];
    r[i] = (short) (~x ^ y);
  }

  static void order(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    short y = b[i];
    r[i] = (short) (x < y ? 1 : x == y ? 0 : -1);
  }

  static void divide(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    short y = b[i];
    r[i] = (short) (x / (y == 0 ? 1 : y));
  }

  static void accumulate(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    short y = b[i];
    short v = x;
    v += y;
    v *= 3;
    v >>= 1;
    r[i] = v;
  }

  static void unsigned(int i, short[] a, short[] b, short[] r) {
    short x = a[i];
    r[i] = (short) (Short.toUnsignedInt(x) * 3 >> 2);
  }
}
