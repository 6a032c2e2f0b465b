package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.ints;

import java.util.List;

/** Kernels on int. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class IntKernels {

  private IntKernels() {}

  static List<KernelCase> all() {
    return List.of(
        ints("int add", IntKernels::add),
        ints("int subtract", IntKernels::subtract),
        ints("int multiply", IntKernels::multiply),
        ints("int negate", IntKernels::negate),
        ints("int bits", IntKernels::bits),
        ints("int shift left", IntKernels::shiftLeft),
        ints("int shift right", IntKernels::shiftRight),
        ints("int shift unsigned", IntKernels::shiftUnsigned),
        ints("int shift left by 5", IntKernels::shiftLeftBy5),
        ints("int shift left by 37", IntKernels::shiftLeftBy37),
        ints("int shift right by 35", IntKernels::shiftRightBy35),
        ints("int shift unsigned by 0", IntKernels::shiftUnsignedBy0),
        ints("int shift unsigned by 1", IntKernels::shiftUnsignedBy1),
        ints("int shift unsigned by 7", IntKernels::shiftUnsignedBy7),
        ints("int shift unsigned by 16", IntKernels::shiftUnsignedBy16),
        ints("int shift unsigned by 31", IntKernels::shiftUnsignedBy31),
        ints("int shift unsigned by 40", IntKernels::shiftUnsignedBy40),
        ints("int shift by negative", IntKernels::shiftByNegative),
        ints("int divide", IntKernels::divide),
        ints("int remainder", IntKernels::remainder),
        ints("int divide by 2", IntKernels::divideBy2),
        ints("int divide by 8", IntKernels::divideBy8),
        ints("int divide by minus 16", IntKernels::divideByMinus16),
        ints("int divide by one", IntKernels::divideByOne),
        ints("int divide by smallest", IntKernels::divideBySmallest),
        ints("int divide by 7", IntKernels::divideBy7),
        ints("int divide by 10", IntKernels::divideBy10),
        ints("int remainder by 2", IntKernels::remainderBy2),
        ints("int remainder by 8", IntKernels::remainderBy8),
        ints("int remainder by 10", IntKernels::remainderBy10),
        ints("int remainder by minus 7", IntKernels::remainderByMinus7),
        ints("int mid point", IntKernels::midPoint),
        ints("int mid point unsigned", IntKernels::midPointUnsigned),
        ints("int compare chain", IntKernels::compareChain),
        ints("int sign tests", IntKernels::signTests),
        ints("int min and max", IntKernels::minAndMax),
        ints("int absolute", IntKernels::absolute),
        ints("int signum", IntKernels::signum),
        ints("int compare", IntKernels::compare),
        ints("int compare unsigned", IntKernels::compareUnsigned),
        ints("int divide unsigned", IntKernels::divideUnsigned),
        ints("int remainder unsigned", IntKernels::remainderUnsigned),
        ints("int to unsigned long", IntKernels::toUnsignedLong),
        ints("int floor divide", IntKernels::floorDivide));
  }

  static void add(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x + y;
  }

  static void subtract(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x - y;
  }

  static void multiply(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x * y;
  }

  static void negate(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = -x - ~y;
  }

  static void bits(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (x & y) | (x ^ ~y);
  }

  static void shiftLeft(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x << y;
  }

  static void shiftRight(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x >> y;
  }

  static void shiftUnsigned(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x >>> y;
  }

  static void shiftLeftBy5(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x << 5;
  }

  static void shiftLeftBy37(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x << 37;
  }

  static void shiftRightBy35(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x >> 35;
  }

  static void shiftUnsignedBy0(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x >>> 0;
  }

  static void shiftUnsignedBy1(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x >>> 1;
  }

  static void shiftUnsignedBy7(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x >>> 7;
  }

  static void shiftUnsignedBy16(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x >>> 16;
  }

  static void shiftUnsignedBy31(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x >>> 31;
  }

  static void shiftUnsignedBy40(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x >>> 40;
  }

  static void shiftByNegative(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (x << -y) ^ (x >>> -3);
  }

  static void divide(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x / (y == 0 ? 3 : y);
  }

  static void remainder(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x % (y == 0 ? 3 : y);
  }

  static void divideBy2(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x / 2;
  }

  static void divideBy8(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x / 8;
  }

  static void divideByMinus16(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x / -16;
  }

  static void divideByOne(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x / 1 + y / -1;
  }

  static void divideBySmallest(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = x / Integer.MIN_VALUE + y % Integer.MIN_VALUE;
  }

  static void divideBy7(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x / 7;
  }

  static void divideBy10(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x / 10;
  }

  static void remainderBy2(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x % 2;
  }

  static void remainderBy8(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x % 8;
  }

  static void remainderBy10(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x % 10;
  }

  static void remainderByMinus7(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = x % -7;
  }

  static void midPoint(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (x + y) / 2;
  }

  static void midPointUnsigned(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = (x + y) >>> 1;
  }

  static void compareChain(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    int s = 0;
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

  static void signTests(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] =
        (x < 0 ? 1 : 0)
            + (y > 0 ? 2 : 0)
            + (x == 0 ? 4 : 0)
            + (y != 0 ? 8 : 0)
            + (x >= 0 ? 16 : 0)
            + (y <= 0 ? 32 : 0);
  }

  static void minAndMax(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Math.min(x, y) * 3 + Math.max(x, y);
  }

  static void absolute(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Math.abs(x) ^ y;
  }

  static void signum(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.signum(x) + 3 * Integer.signum(y);
  }

  static void compare(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.compare(x, y);
  }

  static void compareUnsigned(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.compareUnsigned(x, y);
  }

  static void divideUnsigned(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.divideUnsigned(x, y == 0 ? 3 : y);
  }

  static void remainderUnsigned(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Integer.remainderUnsigned(x, y == 0 ? 3 : y);
  }

  static void toUnsignedLong(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    r[i] = (int) (Integer.toUnsignedLong(x) >> 4);
  }

  static void floorDivide(int i, int[] a, int[] b, int[] r) {
    int x = a[i];
    int y = b[i];
    r[i] = Math.floorDiv(x, y == 0 ? 3 : y);
  }
}
