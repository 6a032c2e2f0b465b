package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.ints;

import java.util.List;

/** Kernels on int: bits, hashes and random numbers. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class IntBitKernels {

  private IntBitKernels() {}

  static List<KernelCase> all() {
    return List.of(
        ints("int floor modulo", IntBitKernels::floorModulo),
        ints("int floor modulo 16", IntBitKernels::floorModulo16),
        ints("int rotate left", IntBitKernels::rotateLeft),
        ints("int rotate right", IntBitKernels::rotateRight),
        ints("int rotate left by 13", IntBitKernels::rotateLeftBy13),
        ints("int rotate by hand", IntBitKernels::rotateByHand),
        ints("int bit count", IntBitKernels::bitCount),
        ints("int leading zeros", IntBitKernels::leadingZeros),
        ints("int trailing zeros", IntBitKernels::trailingZeros),
        ints("int highest bit", IntBitKernels::highestBit),
        ints("int lowest bit", IntBitKernels::lowestBit),
        ints("int reverse", IntBitKernels::reverse),
        ints("int reverse bytes", IntBitKernels::reverseBytes),
        ints("int sum", IntBitKernels::sum),
        ints("int select", IntBitKernels::select),
        ints("int switch dense", IntBitKernels::switchDense),
        ints("int switch sparse", IntBitKernels::switchSparse),
        ints("int widen multiply", IntBitKernels::widenMultiply),
        ints("int narrow", IntBitKernels::narrow),
        ints("int increments", IntBitKernels::increments),
        ints("int logic", IntBitKernels::logic),
        ints("int xorshift", IntBitKernels::xorshift),
        ints("int murmur finish", IntBitKernels::murmurFinish),
        ints("int fowler noll vo", IntBitKernels::fowlerNollVo),
        ints("int wang hash", IntBitKernels::wangHash),
        ints("int jenkins one at a time", IntBitKernels::jenkinsOneAtATime),
        ints("int congruential", IntBitKernels::congruential),
        ints("int hash to bucket", IntBitKernels::hashToBucket),
        ints("int random float", IntBitKernels::randomFloat),
        ints("int kernighan", IntBitKernels::kernighan),
        ints("int greatest divisor", IntBitKernels::greatestDivisor),
        ints("int integer root", IntBitKernels::integerRoot),
        ints("int gray code", IntBitKernels::grayCode),
        ints("int parity", IntBitKernels::parity),
        ints("int morton", IntBitKernels::morton),
        ints("int cyclic redundancy", IntBitKernels::cyclicRedundancy),
        ints("int mixed conversions", IntBitKernels::mixedConversions));
  }

  static void floorModulo(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Math.floorMod(x, y == 0 ? 3 : y);
  }

  static void floorModulo16(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Math.floorMod(x, 16);
  }

  static void rotateLeft(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.rotateLeft(x, y);
  }

  static void rotateRight(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.rotateRight(x, y);
  }

  static void rotateLeftBy13(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.rotateLeft(x, 13);
  }

  static void rotateByHand(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = (x << 13) | (x >>> 19);
  }

  static void bitCount(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.bitCount(x);
  }

  static void leadingZeros(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.numberOfLeadingZeros(x);
  }

  static void trailingZeros(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.numberOfTrailingZeros(x);
  }

  static void highestBit(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.highestOneBit(x);
  }

  static void lowestBit(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.lowestOneBit(x);
  }

  static void reverse(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.reverse(x);
  }

  static void reverseBytes(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = Integer.reverseBytes(x);
  }

  static void sum(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.sum(x, y);
  }

  static void select(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x > y ? x - 7 : y > 100 ? x * 3 : y ^ x;
  }

  static void switchDense(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    int s;
    switch (x & 7) {
      case 0:
        s = y;
        break;
      case 1:
        s = x;
        break;
      case 2:
        s = x + y;
        break;
      case 4:
        s = 5;
      default:
        s = -1;
    }
    r[i] = s;
  }

  static void switchSparse(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] =
        switch (x) {
          case 0 -> y;
          case 100 -> 7;
          case -100 -> 8;
          case Integer.MIN_VALUE -> 9;
          default -> x;
        };
  }

  static void widenMultiply(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (int) (((long) x * y) >> 7);
  }

  static void narrow(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (byte) x + 3 * (short) y + 5 * (char) x;
  }

  static void increments(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    int p = x++ - --y;
    r[i] = p * 31 + x - y;
  }

  static void logic(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (x > 0 && y > 0 || x < -5 && y != 7) ^ x == y ? 1 : 0;
  }

  static void xorshift(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = x;
    h ^= h << 13;
    h ^= h >>> 17;
    h ^= h << 5;
    r[i] = h;
  }

  static void murmurFinish(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = x;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    h ^= h >>> 16;
    r[i] = h;
  }

  static void fowlerNollVo(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = 0x811c9dc5;
    for (int k = 0; k < 4; k++) {
      h ^= (x >>> (8 * k)) & 0xff;
      h *= 16777619;
    }
    r[i] = h;
  }

  static void wangHash(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = (x ^ 61) ^ (x >>> 16);
    h *= 9;
    h ^= h >>> 4;
    h *= 0x27d4eb2d;
    h ^= h >>> 15;
    r[i] = h;
  }

  static void jenkinsOneAtATime(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = 0;
    for (int k = 0; k < 4; k++) {
      h += (x >> (8 * k)) & 0xff;
      h += h << 10;
      h ^= h >>> 6;
    }
    h += h << 3;
    h ^= h >>> 11;
    h += h << 15;
    r[i] = h;
  }

  static void congruential(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = x;
    for (int k = 0; k < 10; k++) {
      h = h * 1664525 + 1013904223;
    }
    r[i] = h;
  }

  static void hashToBucket(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    int h = x * 31 + y;
    h ^= h >>> 16;
    r[i] = (h & 0x7fffffff) % 97;
  }

  static void randomFloat(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = x * 747796405 + 1;
    h = ((h >>> ((h >>> 28) + 4)) ^ h) * 277803737;
    h = (h >>> 22) ^ h;
    r[i] = (int) ((h >>> 8) * 0x1p-24f * 1000f);
  }

  static void kernighan(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = x;
    int c = 0;
    while (h != 0) {
      h &= h - 1;
      c++;
    }
    r[i] = c;
  }

  static void greatestDivisor(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    int p = x & 0xffff;
    int q = y & 0xffff;
    while (q != 0) {
      int t = p % q;
      p = q;
      q = t;
    }
    r[i] = p;
  }

  static void integerRoot(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int v = x & 0x7fffffff;
    int root = 0;
    int bit = 1 << 30;
    while (bit > v) {
      bit >>= 2;
    }
    while (bit != 0) {
      if (v >= root + bit) {
        v -= root + bit;
        root = (root >> 1) + bit;
      } else {
        root >>= 1;
      }
      bit >>= 2;
    }
    r[i] = root;
  }

  static void grayCode(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x ^ (x >>> 1);
  }

  static void parity(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int h = x ^ (x >>> 16);
    h ^= h >>> 8;
    h ^= h >>> 4;
    r[i] = (0x6996 >>> (h & 15)) & 1;
  }

  static void morton(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    int p = x & 0xffff;
    int q = y & 0xffff;
    p = (p | (p << 8)) & 0x00ff00ff;
    p = (p | (p << 4)) & 0x0f0f0f0f;
    p = (p | (p << 2)) & 0x33333333;
    p = (p | (p << 1)) & 0x55555555;
    q = (q | (q << 8)) & 0x00ff00ff;
    q = (q | (q << 4)) & 0x0f0f0f0f;
    q = (q | (q << 2)) & 0x33333333;
    q = (q | (q << 1)) & 0x55555555;
    r[i] = p | (q << 1);
  }

  static void cyclicRedundancy(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int c = x ^ -1;
    for (int k = 0; k < 32; k++) {
      c = (c & 1) != 0 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    }
    r[i] = ~c;
  }

  static void mixedConversions(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (int) (float) x + (int) (double) y + (int) (long) x;
  }
}
