package io.gridmill.worker.kernel;

/**
 * What Java defines and devices' compilers get wrong or lack, in operations that they get right.
 * Copied into kernels, bit for bit equal to what it stands for; never rewritten itself.
 *
 * <p>What the forms avoid: {@code >>>} (compiled as {@code >>}); a shift by more than the width
 * (undefined on devices; and the compiler drops a mask of the whole amount as redundant, so the
 * amount is split); the division of a negative number (a constant power of two becomes shifts with
 * {@code >>>}) and of the smallest number by -1 (traps); a conversion out of range (undefined); a
 * sum that overflows and is then shifted or compared (undefined); {@code a < b ? -1 : a > b ? 1 :
 * 0} (not compiled).
 */
final class DeviceMath {

  private DeviceMath() {}

  // Instructions. None of these names is one of the JDK's.

  static int shiftLeft(int x, int by) {
    int low = x << (by & 15);
    return (by & 16) == 0 ? low : low << 16;
  }

  static long shiftLeft(long x, int by) {
    long low = x << (by & 31);
    return (by & 32) == 0 ? low : low << 32;
  }

  static int shiftRight(int x, int by) {
    int low = x >> (by & 15);
    return (by & 16) == 0 ? low : low >> 16;
  }

  static long shiftRight(long x, int by) {
    long low = x >> (by & 31);
    return (by & 32) == 0 ? low : low >> 32;
  }

  static int shiftUnsigned(int x, int by) {
    int part = by & 15;
    int low = (x >> part) & ~((Integer.MIN_VALUE >> part) << 1);
    return (by & 16) == 0 ? low : (low >> 16) & 0xFFFF;
  }

  static long shiftUnsigned(long x, int by) {
    int part = by & 31;
    long low = (x >> part) & ~((Long.MIN_VALUE >> part) << 1);
    return (by & 32) == 0 ? low : (low >> 32) & 0xFFFFFFFFL;
  }

  /**
   * Divides the dividend's complement, which is not negative, where the dividend is: {@code -a} is
   * {@code ~a + 1}, and its quotient is one further exactly if the remainder of {@code ~a} is
   * {@code |b| - 1}.
   */
  static int quotient(int a, int b) {
    int sign = a >> 31;
    int magnitude = a ^ sign;
    int quotient = magnitude / b;
    int signOfB = b >> 31;
    int last = (b ^ signOfB) - 1 - signOfB;
    int further = magnitude - quotient * b == last ? 1 | signOfB : 0;
    return sign == 0 ? quotient : -(quotient + further);
  }

  static long quotient(long a, long b) {
    long sign = a >> 63;
    long magnitude = a ^ sign;
    long quotient = magnitude / b;
    long signOfB = b >> 63;
    long last = (b ^ signOfB) - 1 - signOfB;
    long further = magnitude - quotient * b == last ? 1 | signOfB : 0;
    return sign == 0 ? quotient : -(quotient + further);
  }

  static int remainder(int a, int b) {
    return a - quotient(a, b) * b;
  }

  static long remainder(long a, long b) {
    return a - quotient(a, b) * b;
  }

  static int toInt(float x) {
    return Float.isNaN(x)
        ? 0
        : x >= 0x1p31f ? Integer.MAX_VALUE : x <= -0x1p31f ? Integer.MIN_VALUE : (int) x;
  }

  static int toInt(double x) {
    return Double.isNaN(x)
        ? 0
        : x >= 0x1p31 ? Integer.MAX_VALUE : x <= -0x1p31 ? Integer.MIN_VALUE : (int) x;
  }

  static long toLong(float x) {
    return toLong((double) x);
  }

  /** In three parts of 21 bits: devices convert as if to an int. All steps are exact. */
  static long toLong(double x) {
    double magnitude = x < 0 ? -x : x;
    double bounded = magnitude < 0x1p63 ? magnitude : 0.0;
    int high = (int) (bounded * 0x1p-42);
    double rest = bounded - high * 0x1p42;
    int middle = (int) (rest * 0x1p-21);
    int low = (int) (rest - middle * 0x1p21);
    long whole = ((long) high << 42) | ((long) middle << 21) | low;
    return Double.isNaN(x)
        ? 0
        : x >= 0x1p63 ? Long.MAX_VALUE : x <= -0x1p63 ? Long.MIN_VALUE : x < 0 ? -whole : whole;
  }

  // Methods of Math, Integer and Long, by their names.

  static int abs(int x) {
    int sign = x >> 31;
    return (x ^ sign) - sign;
  }

  static long abs(long x) {
    long sign = x >> 63;
    return (x ^ sign) - sign;
  }

  static int min(int a, int b) {
    return a <= b ? a : b;
  }

  static int max(int a, int b) {
    return a >= b ? a : b;
  }

  static long min(long a, long b) {
    return a <= b ? a : b;
  }

  static long max(long a, long b) {
    return a >= b ? a : b;
  }

  static int sum(int a, int b) {
    return a + b;
  }

  static long sum(long a, long b) {
    return a + b;
  }

  static int signum(int x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
  }

  static int signum(long x) {
    return x > 0 ? 1 : x < 0 ? -1 : 0;
  }

  static int compare(int a, int b) {
    return (a > b ? 1 : 0) - (a < b ? 1 : 0);
  }

  static int compare(long a, long b) {
    return (a > b ? 1 : 0) - (a < b ? 1 : 0);
  }

  static int compareUnsigned(int a, int b) {
    return compare(a ^ Integer.MIN_VALUE, b ^ Integer.MIN_VALUE);
  }

  static int compareUnsigned(long a, long b) {
    return compare(a ^ Long.MIN_VALUE, b ^ Long.MIN_VALUE);
  }

  static int divideUnsigned(int a, int b) {
    return (int) ((a & 0xFFFFFFFFL) / (b & 0xFFFFFFFFL));
  }

  static int remainderUnsigned(int a, int b) {
    long dividend = a & 0xFFFFFFFFL;
    long divisor = b & 0xFFFFFFFFL;
    return (int) (dividend - dividend / divisor * divisor);
  }

  /** Half of a dividend that is too large, divided, doubled and set right; see Hacker's Delight. */
  static long divideUnsigned(long a, long b) {
    long divisor = b < 0 ? 1 : b;
    long half = (((a >> 1) & Long.MAX_VALUE) / divisor) << 1;
    long quotient = half + (compareUnsigned(a - half * divisor, divisor) >= 0 ? 1 : 0);
    return b < 0 ? (compareUnsigned(a, b) >= 0 ? 1 : 0) : quotient;
  }

  static long remainderUnsigned(long a, long b) {
    return a - divideUnsigned(a, b) * b;
  }

  static long toUnsignedLong(int x) {
    return x & 0xFFFFFFFFL;
  }

  static int toUnsignedInt(byte x) {
    return x & 0xFF;
  }

  static int toUnsignedInt(short x) {
    return x & 0xFFFF;
  }

  static long toUnsignedLong(byte x) {
    return x & 0xFF;
  }

  static long toUnsignedLong(short x) {
    return x & 0xFFFF;
  }

  static int floorDiv(int a, int b) {
    int quotient = quotient(a, b);
    return (a ^ b) < 0 && quotient * b != a ? quotient - 1 : quotient;
  }

  static long floorDiv(long a, long b) {
    long quotient = quotient(a, b);
    return (a ^ b) < 0 && quotient * b != a ? quotient - 1 : quotient;
  }

  static long floorDiv(long a, int b) {
    return floorDiv(a, (long) b);
  }

  static int floorMod(int a, int b) {
    int remainder = remainder(a, b);
    return (remainder ^ b) < 0 && remainder != 0 ? remainder + b : remainder;
  }

  static long floorMod(long a, long b) {
    long remainder = remainder(a, b);
    return (remainder ^ b) < 0 && remainder != 0 ? remainder + b : remainder;
  }

  static int floorMod(long a, int b) {
    return (int) floorMod(a, (long) b);
  }

  static int rotateLeft(int x, int by) {
    return shiftLeft(x, by) | shiftUnsigned(x, -by);
  }

  static int rotateRight(int x, int by) {
    return shiftUnsigned(x, by) | shiftLeft(x, -by);
  }

  static long rotateLeft(long x, int by) {
    return shiftLeft(x, by) | shiftUnsigned(x, -by);
  }

  static long rotateRight(long x, int by) {
    return shiftUnsigned(x, by) | shiftLeft(x, -by);
  }

  static int bitCount(int x) {
    return bitsOfHalf(x & 0xFFFF) + bitsOfHalf((x >> 16) & 0xFFFF);
  }

  private static int bitsOfHalf(int x) {
    int pairs = (x & 0x5555) + ((x >> 1) & 0x5555);
    int nibbles = (pairs & 0x3333) + ((pairs >> 2) & 0x3333);
    int bytes = (nibbles & 0x0F0F) + ((nibbles >> 4) & 0x0F0F);
    return (bytes + (bytes >> 8)) & 0x1F;
  }

  static int bitCount(long x) {
    return bitCount((int) x) + bitCount((int) (x >> 32));
  }

  static int numberOfLeadingZeros(int x) {
    int filled = x | ((x >> 1) & 0x7FFFFFFF);
    filled |= (filled >> 2) & 0x3FFFFFFF;
    filled |= (filled >> 4) & 0x0FFFFFFF;
    filled |= (filled >> 8) & 0x00FFFFFF;
    filled |= (filled >> 16) & 0x0000FFFF;
    return 32 - bitCount(filled);
  }

  static int numberOfLeadingZeros(long x) {
    int high = (int) (x >> 32);
    return high == 0 ? 32 + numberOfLeadingZeros((int) x) : numberOfLeadingZeros(high);
  }

  static int numberOfTrailingZeros(int x) {
    return bitCount(~x & (x - 1));
  }

  static int numberOfTrailingZeros(long x) {
    return bitCount(~x & (x - 1));
  }

  static int lowestOneBit(int x) {
    return x & -x;
  }

  static long lowestOneBit(long x) {
    return x & -x;
  }

  static int highestOneBit(int x) {
    return x & shiftUnsigned(Integer.MIN_VALUE, numberOfLeadingZeros(x));
  }

  static long highestOneBit(long x) {
    return x & shiftUnsigned(Long.MIN_VALUE, numberOfLeadingZeros(x));
  }

  static int reverseBytes(int x) {
    return (x << 24) | ((x & 0xFF00) << 8) | ((x >> 8) & 0xFF00) | ((x >> 24) & 0xFF);
  }

  static int reverse(int x) {
    int bits = ((x & 0x55555555) << 1) | ((x >> 1) & 0x55555555);
    int pairs = ((bits & 0x33333333) << 2) | ((bits >> 2) & 0x33333333);
    return reverseBytes(((pairs & 0x0F0F0F0F) << 4) | ((pairs >> 4) & 0x0F0F0F0F));
  }

  /** The high half of a product, from the products of halves; see Hacker's Delight. */
  static long multiplyHigh(long a, long b) {
    long aHigh = a >> 32;
    long aLow = a & 0xFFFFFFFFL;
    long bHigh = b >> 32;
    long bLow = b & 0xFFFFFFFFL;
    long carry = aHigh * bLow + (((aLow * bLow) >> 32) & 0xFFFFFFFFL);
    return aHigh * bHigh + (carry >> 32) + (((carry & 0xFFFFFFFFL) + aLow * bHigh) >> 32);
  }

  static long unsignedMultiplyHigh(long a, long b) {
    return multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
