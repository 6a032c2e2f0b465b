package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A launch computes what the plain loops around its kernel compute, whatever the sizes. */
class KernelEqualsLoopTest {

  private static void mix1(int i, long seed, long[] out) {
    out[i] += hash(seed + i);
  }

  private static void mix2(int i, int j, int columns, long seed, long[] out) {
    out[i * columns + j] += hash(seed ^ ((long) i << 32 | j));
  }

  private static void mix3(int i, int j, int k, int rows, int columns, long seed, long[] out) {
    out[(i * rows + j) * columns + k] += hash(seed ^ ((long) i << 40 | (long) j << 20 | k));
  }

  private static long hash(long value) {
    long h = value * 0x9E3779B97F4A7C15L;
    return (h ^ (h >>> 29)) * 0xBF58476D1CE4E5B9L;
  }

  @Property(tries = 60)
  void inOneDimension(
      @ForAll @IntRange(max = 300_000) int n,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int threads) {
    long[] out = new long[n];
    try (Accelerator jvm = Accelerators.jvm(threads);
        KernelGraph g = jvm.graph("one")) {
      g.launch(Range.of(n), KernelEqualsLoopTest::mix1, seed, out).download(out);
      g.run();
      g.run();
    }
    long[] expected = new long[n];
    for (int run = 0; run < 2; run++) {
      for (int i = 0; i < n; i++) {
        mix1(i, seed, expected);
      }
    }
    assertThat(out).isEqualTo(expected);
  }

  @Property(tries = 60)
  void inTwoDimensions(
      @ForAll @IntRange(max = 700) int rows,
      @ForAll @IntRange(max = 700) int columns,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int threads) {
    long[] out = new long[rows * columns];
    try (Accelerator jvm = Accelerators.jvm(threads);
        KernelGraph g = jvm.graph("two")) {
      g.launch(Range.of(rows, columns), KernelEqualsLoopTest::mix2, columns, seed, out);
      g.run();
      g.run();
    }
    long[] expected = new long[rows * columns];
    for (int run = 0; run < 2; run++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          mix2(i, j, columns, seed, expected);
        }
      }
    }
    assertThat(out).isEqualTo(expected);
  }

  @Property(tries = 60)
  void inThreeDimensions(
      @ForAll @IntRange(max = 70) int planes,
      @ForAll @IntRange(max = 70) int rows,
      @ForAll @IntRange(max = 70) int columns,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int threads) {
    long[] out = new long[planes * rows * columns];
    Range.D3 range = Range.of(planes, rows, columns);
    try (Accelerator jvm = Accelerators.jvm(threads);
        KernelGraph g = jvm.graph("three")) {
      g.launch(range, KernelEqualsLoopTest::mix3, rows, columns, seed, out);
      g.run();
      g.run();
    }
    long[] expected = new long[planes * rows * columns];
    for (int run = 0; run < 2; run++) {
      for (int i = 0; i < planes; i++) {
        for (int j = 0; j < rows; j++) {
          for (int k = 0; k < columns; k++) {
            mix3(i, j, k, rows, columns, seed, expected);
          }
        }
      }
    }
    assertThat(out).isEqualTo(expected);
  }
}
