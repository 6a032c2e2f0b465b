package io.gridmill.examples;

/**
 * Random numbers by counting: Philox4x32-10 (J. K. Salmon et al., Parallel Random Numbers: As Easy
 * as 1, 2, 3, 2011). The block of a counter needs no block before it, so that every index of a
 * kernel draws its own numbers, the same on every device.
 */
final class Philox {
  private static final long M0 = 0xD2511F53L;
  private static final long M1 = 0xCD9E8D57L;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;
  private static final long MASK = 0xFFFFFFFFL;
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * Writes the four words of the block of a counter (c0, c1, 0, 0) and a key (k0, k1).
   *
   * @param out where to, from {@code at} on
   */
  static void block(int c0, int c1, int k0, int k1, int[] out, int at) {
    int w0 = c0;
    int w1 = c1;
    int w2 = 0;
    int w3 = 0;
    int key0 = k0;
    int key1 = k1;
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (w0 & MASK) * M0;
      long p1 = (w2 & MASK) * M1;
      int next0 = (int) (p1 >> 32) ^ w1 ^ key0;
      int next2 = (int) (p0 >> 32) ^ w3 ^ key1;
      w1 = (int) p1;
      w3 = (int) p0;
      w0 = next0;
      w2 = next2;
      key0 += W0;
      key1 += W1;
    }
    out[at] = w0;
    out[at + 1] = w1;
    out[at + 2] = w2;
    out[at + 3] = w3;
  }

  /** A number between 0 and 1, neither of which it is. */
  static double uniform(int word) {
    return ((word & MASK) + 0.5) * 0x1p-32;
  }
}
