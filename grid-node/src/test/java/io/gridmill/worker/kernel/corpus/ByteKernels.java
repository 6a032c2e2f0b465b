package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.bytes;

import java.util.List;

/** Kernels on byte. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class ByteKernels {

  private ByteKernels() {}

  static List<KernelCase> all() {
    return List.of(
        bytes("byte add", ByteKernels::add),
        bytes("byte negate", ByteKernels::negate),
        bytes("byte shift unsigned", ByteKernels::shiftUnsigned),
        bytes("byte shift left", ByteKernels::shiftLeft),
        bytes("byte complement", ByteKernels::complement),
        bytes("byte order", ByteKernels::order),
        bytes("byte divide", ByteKernels::divide),
        bytes("byte accumulate", ByteKernels::accumulate),
        bytes("byte unsigned", ByteKernels::unsigned));
  }

  static void add(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    byte y = b[i];
    r[i] = (byte) (x + y);
  }

  static void negate(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    r[i] = (byte) -x;
  }

  static void shiftUnsigned(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    r[i] = (byte) (x >>> 2);
  }

  static void shiftLeft(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    r[i] = (byte) (x << 3);
  }

  static void complement(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    byte y = b[i];
    r[i] = (byte) (~x ^ y);
  }

  static void order(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    byte y = b[i];
    r[i] = (byte) (x < y ? 1 : x == y ? 0 : -1);
  }

  static void divide(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    byte y = b[i];
    r[i] = (byte) (x / (y == 0 ? 1 : y));
  }

  static void accumulate(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    byte y = b[i];
    byte v = x;
    v += y;
    v *= 3;
    v >>= 1;
    r[i] = v;
  }

  static void unsigned(int i, byte[] a, byte[] b, byte[] r) {
    byte x = a[i];
    r[i] = (byte) (Byte.toUnsignedInt(x) * 3 >> 2);
  }
}
