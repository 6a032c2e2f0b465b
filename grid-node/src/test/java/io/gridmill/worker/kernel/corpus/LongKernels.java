package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.longs;

import java.util.List;

/** Kernels on long. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class LongKernels {

  private LongKernels() {}

  static List<KernelCase> all() {
    return List.of(
        longs("long add", LongKernels::add),
        longs("long subtract", LongKernels::subtract),
        longs("long multiply", LongKernels::multiply),
        longs("long negate", LongKernels::negate),
        longs("long bits", LongKernels::bits),
        longs("long shift left", LongKernels::shiftLeft),
        longs("long shift right", LongKernels::shiftRight),
        longs("long shift unsigned", LongKernels::shiftUnsigned),
        longs("long shift left by 40", LongKernels::shiftLeftBy40),
        longs("long shift unsigned by 1", LongKernels::shiftUnsignedBy1),
        longs("long shift unsigned by 29", LongKernels::shiftUnsignedBy29),
        longs("long shift unsigned by 63", LongKernels::shiftUnsignedBy63),
        longs("long shift unsigned by 70", LongKernels::shiftUnsignedBy70),
        longs("long shift right by 33", LongKernels::shiftRightBy33),
        longs("long divide", LongKernels::divide),
        longs("long remainder", LongKernels::remainder),
        longs("long divide by 2", LongKernels::divideBy2),
        longs("long divide by 1024", LongKernels::divideBy1024),
        longs("long divide by minus 8", LongKernels::divideByMinus8),
        longs("long divide by 7", LongKernels::divideBy7),
        longs("long divide by smallest", LongKernels::divideBySmallest),
        longs("long remainder by 8", LongKernels::remainderBy8),
        longs("long remainder by 1000", LongKernels::remainderBy1000),
        longs("long compare chain", LongKernels::compareChain),
        longs("long min and max", LongKernels::minAndMax),
        longs("long absolute", LongKernels::absolute),
        longs("long signum", LongKernels::signum),
        longs("long compare", LongKernels::compare),
        longs("long compare unsigned", LongKernels::compareUnsigned),
        longs("long divide unsigned", LongKernels::divideUnsigned),
        longs("long remainder unsigned", LongKernels::remainderUnsigned),
        longs("long floor divide", LongKernels::floorDivide),
        longs("long floor modulo", LongKernels::floorModulo),
        longs("long floor modulo 10", LongKernels::floorModulo10),
        longs("long rotate left", LongKernels::rotateLeft),
        longs("long rotate right", LongKernels::rotateRight),
        longs("long bit count", LongKernels::bitCount),
        longs("long leading zeros", LongKernels::leadingZeros),
        longs("long trailing zeros", LongKernels::trailingZeros),
        longs("long highest bit", LongKernels::highestBit),
        longs("long lowest bit", LongKernels::lowestBit),
        longs("long multiply high", LongKernels::multiplyHigh),
        longs("long multiply high unsigned", LongKernels::multiplyHighUnsigned),
        longs("long split mix", LongKernels::splitMix),
        longs("long xorshift star", LongKernels::xorshiftStar),
        longs("long xoroshiro", LongKernels::xoroshiro),
        longs("long java random", LongKernels::javaRandom),
        longs("long permuted congruential", LongKernels::permutedCongruential),
        longs("long narrow and widen", LongKernels::narrowAndWiden),
        longs("long to float and back", LongKernels::toFloatAndBack),
        longs("long power modulo", LongKernels::powerModulo),
        longs("long unit interval", LongKernels::unitInterval));
  }

  static void add(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x + y;
  }

  static void subtract(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x - y;
  }

  static void multiply(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x * y;
  }

  static void negate(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = -x - ~y;
  }

  static void bits(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = (x & y) | (x ^ ~y);
  }

  static void shiftLeft(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x << y;
  }

  static void shiftRight(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x >> y;
  }

  static void shiftUnsigned(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x >>> y;
  }

  static void shiftLeftBy40(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x << 40;
  }

  static void shiftUnsignedBy1(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x >>> 1;
  }

  static void shiftUnsignedBy29(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x >>> 29;
  }

  static void shiftUnsignedBy63(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x >>> 63;
  }

  static void shiftUnsignedBy70(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x >>> 70;
  }

  static void shiftRightBy33(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x >> 33;
  }

  static void divide(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x / (y == 0 ? 3 : y);
  }

  static void remainder(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x % (y == 0 ? 3 : y);
  }

  static void divideBy2(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x / 2;
  }

  static void divideBy1024(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x / 1024;
  }

  static void divideByMinus8(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x / -8;
  }

  static void divideBy7(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x / 7;
  }

  static void divideBySmallest(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = x / Long.MIN_VALUE + y % Long.MIN_VALUE;
  }

  static void remainderBy8(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x % 8;
  }

  static void remainderBy1000(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = x % 1000;
  }

  static void compareChain(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    long s = 0;
    if (x < y) {
      s |= 1;
    }
    if (x <= y) {
      s |= 2;
    }
    if (x == y) {
      s |= 4;
    }
    if (x != y) {
      s |= 8;
    }
    if (x > y) {
      s |= 16;
    }
    if (x >= y) {
      s |= 32;
    }
    r[i] = s;
  }

  static void minAndMax(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Math.min(x, y) * 3 + Math.max(x, y);
  }

  static void absolute(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Math.abs(x) ^ y;
  }

  static void signum(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Long.signum(x) + 3 * Long.signum(y);
  }

  static void compare(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Long.compare(x, y);
  }

  static void compareUnsigned(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Long.compareUnsigned(x, y);
  }

  static void divideUnsigned(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Long.divideUnsigned(x, y == 0 ? 3 : y);
  }

  static void remainderUnsigned(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Long.remainderUnsigned(x, y == 0 ? 3 : y);
  }

  static void floorDivide(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Math.floorDiv(x, y == 0 ? 3 : y);
  }

  static void floorModulo(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Math.floorMod(x, y == 0 ? 3 : y);
  }

  static void floorModulo10(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = Math.floorMod(x, 10);
  }

  static void rotateLeft(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Long.rotateLeft(x, (int) y);
  }

  static void rotateRight(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Long.rotateRight(x, (int) y);
  }

  static void bitCount(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = Long.bitCount(x);
  }

  static void leadingZeros(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = Long.numberOfLeadingZeros(x);
  }

  static void trailingZeros(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = Long.numberOfTrailingZeros(x);
  }

  static void highestBit(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = Long.highestOneBit(x);
  }

  static void lowestBit(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = Long.lowestOneBit(x);
  }

  static void multiplyHigh(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Math.multiplyHigh(x, y);
  }

  static void multiplyHighUnsigned(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = Math.unsignedMultiplyHigh(x, y);
  }

  static void splitMix(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long z = x + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    r[i] = z ^ (z >>> 31);
  }

  static void xorshiftStar(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long z = x;
    z ^= z >>> 12;
    z ^= z << 25;
    z ^= z >>> 27;
    r[i] = z * 0x2545f4914f6cdd1dL;
  }

  static void xoroshiro(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    long s0 = x;
    long s1 = y ^ x;
    r[i] = s0 + s1;
    s1 ^= s0;
    s0 = Long.rotateLeft(s0, 24) ^ s1 ^ (s1 << 16);
    s1 = Long.rotateLeft(s1, 37);
    r[i] ^= s0 * 31 + s1;
  }

  static void javaRandom(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long seed = (x ^ 0x5deece66dL) & ((1L << 48) - 1);
    seed = (seed * 0x5deece66dL + 0xbL) & ((1L << 48) - 1);
    r[i] = (int) (seed >>> 16);
  }

  static void permutedCongruential(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long s = x * 6364136223846793005L + 1442695040888963407L;
    int w = (int) (((s >>> 18) ^ s) >>> 27);
    int rot = (int) (s >>> 59);
    r[i] = (w >>> rot) | (w << (-rot & 31));
  }

  static void narrowAndWiden(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = (int) x + 3L * (short) y + 5L * (byte) x + (char) y;
  }

  static void toFloatAndBack(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    r[i] = (long) (float) x + (long) (double) y;
  }

  static void powerModulo(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    long y = b[i];
    long base = (x & 0xffff) % 9973;
    long e = y & 0xff;
    long v = 1;
    while (e > 0) {
      if ((e & 1) == 1) {
        v = v * base % 9973;
      }
      base = base * base % 9973;
      e >>= 1;
    }
    r[i] = v;
  }

  static void unitInterval(int i, long[] a, long[] b, long[] r) {
    long x = a[i];
    r[i] = (long) ((x >>> 11) * 0x1p-53 * 1e9);
  }
}
