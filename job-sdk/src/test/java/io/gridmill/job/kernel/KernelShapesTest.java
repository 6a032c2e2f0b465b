package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every shape that a kernel can take: 1 to 3 indices with 1 to 8 arguments, in their order. */
class KernelShapesTest {

  private static final int ROWS = 3;
  private static final int COLUMNS = 5;
  private static final int SIZE = 7;

  private final Accelerator jvm = Accelerators.jvm(2);

  @AfterEach
  void close() {
    jvm.close();
  }

  @Test
  void passesOneIndexAndOneToEightArgumentsInOrder() {
    long[][] out = new long[8][SIZE];
    try (KernelGraph g = jvm.graph("shapes")) {
      Range.D1 range = Range.of(SIZE);
      g.launch(range, KernelShapesTest::d1, out[0])
          .launch(range, KernelShapesTest::d1, out[1], 2L)
          .launch(range, KernelShapesTest::d1, out[2], 2L, 3L)
          .launch(range, KernelShapesTest::d1, out[3], 2L, 3L, 4L)
          .launch(range, KernelShapesTest::d1, out[4], 2L, 3L, 4L, 5L)
          .launch(range, KernelShapesTest::d1, out[5], 2L, 3L, 4L, 5L, 6L)
          .launch(range, KernelShapesTest::d1, out[6], 2L, 3L, 4L, 5L, 6L, 7L)
          .launch(range, KernelShapesTest::d1, out[7], 2L, 3L, 4L, 5L, 6L, 7L, 8L)
          .download((Object[]) out);
      g.run();
    }
    for (int arguments = 1; arguments <= 8; arguments++) {
      assertThat(out[arguments - 1]).isEqualTo(expected(SIZE, arguments));
    }
  }

  @Test
  void passesTwoIndicesAndOneToEightArgumentsInOrder() {
    long[][] out = new long[8][COLUMNS * SIZE];
    try (KernelGraph g = jvm.graph("shapes")) {
      Range.D2 range = Range.of(COLUMNS, SIZE);
      g.launch(range, KernelShapesTest::d2, out[0])
          .launch(range, KernelShapesTest::d2, out[1], 2L)
          .launch(range, KernelShapesTest::d2, out[2], 2L, 3L)
          .launch(range, KernelShapesTest::d2, out[3], 2L, 3L, 4L)
          .launch(range, KernelShapesTest::d2, out[4], 2L, 3L, 4L, 5L)
          .launch(range, KernelShapesTest::d2, out[5], 2L, 3L, 4L, 5L, 6L)
          .launch(range, KernelShapesTest::d2, out[6], 2L, 3L, 4L, 5L, 6L, 7L)
          .launch(range, KernelShapesTest::d2, out[7], 2L, 3L, 4L, 5L, 6L, 7L, 8L)
          .download((Object[]) out);
      g.run();
    }
    for (int arguments = 1; arguments <= 8; arguments++) {
      assertThat(out[arguments - 1]).isEqualTo(expected(COLUMNS * SIZE, arguments));
    }
  }

  @Test
  void passesThreeIndicesAndOneToEightArgumentsInOrder() {
    long[][] out = new long[8][ROWS * COLUMNS * SIZE];
    try (KernelGraph g = jvm.graph("shapes")) {
      Range.D3 range = Range.of(ROWS, COLUMNS, SIZE);
      g.launch(range, KernelShapesTest::d3, out[0])
          .launch(range, KernelShapesTest::d3, out[1], 2L)
          .launch(range, KernelShapesTest::d3, out[2], 2L, 3L)
          .launch(range, KernelShapesTest::d3, out[3], 2L, 3L, 4L)
          .launch(range, KernelShapesTest::d3, out[4], 2L, 3L, 4L, 5L)
          .launch(range, KernelShapesTest::d3, out[5], 2L, 3L, 4L, 5L, 6L)
          .launch(range, KernelShapesTest::d3, out[6], 2L, 3L, 4L, 5L, 6L, 7L)
          .launch(range, KernelShapesTest::d3, out[7], 2L, 3L, 4L, 5L, 6L, 7L, 8L)
          .download((Object[]) out);
      g.run();
    }
    for (int arguments = 1; arguments <= 8; arguments++) {
      assertThat(out[arguments - 1]).isEqualTo(expected(ROWS * COLUMNS * SIZE, arguments));
    }
  }

  /** Element n is n with the digits 2, 3, … of the arguments before it. */
  private static long[] expected(int size, int arguments) {
    long digits =
        IntStream.rangeClosed(2, arguments).mapToLong(a -> a * (long) Math.pow(10, a + 1)).sum();
    return IntStream.range(0, size).mapToLong(n -> n + digits).toArray();
  }

  private static void d1(int i, long[] a) {
    a[i] = i;
  }

  private static void d1(int i, long[] a, long b) {
    a[i] = i + b * 1000L;
  }

  private static void d1(int i, long[] a, long b, long c) {
    a[i] = i + b * 1000L + c * 10000L;
  }

  private static void d1(int i, long[] a, long b, long c, long d) {
    a[i] = i + b * 1000L + c * 10000L + d * 100000L;
  }

  private static void d1(int i, long[] a, long b, long c, long d, long e) {
    a[i] = i + b * 1000L + c * 10000L + d * 100000L + e * 1000000L;
  }

  private static void d1(int i, long[] a, long b, long c, long d, long e, long f) {
    a[i] = i + b * 1000L + c * 10000L + d * 100000L + e * 1000000L + f * 10000000L;
  }

  private static void d1(int i, long[] a, long b, long c, long d, long e, long f, long g) {
    a[i] = i + b * 1000L + c * 10000L + d * 100000L + e * 1000000L + f * 10000000L + g * 100000000L;
  }

  private static void d1(int i, long[] a, long b, long c, long d, long e, long f, long g, long h) {
    a[i] =
        i
            + b * 1000L
            + c * 10000L
            + d * 100000L
            + e * 1000000L
            + f * 10000000L
            + g * 100000000L
            + h * 1000000000L;
  }

  private static void d2(int i, int j, long[] a) {
    a[i * SIZE + j] = (long) i * SIZE + j;
  }

  private static void d2(int i, int j, long[] a, long b) {
    a[i * SIZE + j] = i * SIZE + j + b * 1000L;
  }

  private static void d2(int i, int j, long[] a, long b, long c) {
    a[i * SIZE + j] = i * SIZE + j + b * 1000L + c * 10000L;
  }

  private static void d2(int i, int j, long[] a, long b, long c, long d) {
    a[i * SIZE + j] = i * SIZE + j + b * 1000L + c * 10000L + d * 100000L;
  }

  private static void d2(int i, int j, long[] a, long b, long c, long d, long e) {
    a[i * SIZE + j] = i * SIZE + j + b * 1000L + c * 10000L + d * 100000L + e * 1000000L;
  }

  private static void d2(int i, int j, long[] a, long b, long c, long d, long e, long f) {
    a[i * SIZE + j] =
        i * SIZE + j + b * 1000L + c * 10000L + d * 100000L + e * 1000000L + f * 10000000L;
  }

  private static void d2(int i, int j, long[] a, long b, long c, long d, long e, long f, long g) {
    a[i * SIZE + j] =
        i * SIZE
            + j
            + b * 1000L
            + c * 10000L
            + d * 100000L
            + e * 1000000L
            + f * 10000000L
            + g * 100000000L;
  }

  private static void d2(
      int i, int j, long[] a, long b, long c, long d, long e, long f, long g, long h) {
    a[i * SIZE + j] =
        i * SIZE
            + j
            + b * 1000L
            + c * 10000L
            + d * 100000L
            + e * 1000000L
            + f * 10000000L
            + g * 100000000L
            + h * 1000000000L;
  }

  private static void d3(int i, int j, int k, long[] a) {
    a[(i * COLUMNS + j) * SIZE + k] = ((long) i * COLUMNS + j) * SIZE + k;
  }

  private static void d3(int i, int j, int k, long[] a, long b) {
    a[(i * COLUMNS + j) * SIZE + k] = (i * COLUMNS + j) * SIZE + k + b * 1000L;
  }

  private static void d3(int i, int j, int k, long[] a, long b, long c) {
    a[(i * COLUMNS + j) * SIZE + k] = (i * COLUMNS + j) * SIZE + k + b * 1000L + c * 10000L;
  }

  private static void d3(int i, int j, int k, long[] a, long b, long c, long d) {
    a[(i * COLUMNS + j) * SIZE + k] =
        (i * COLUMNS + j) * SIZE + k + b * 1000L + c * 10000L + d * 100000L;
  }

  private static void d3(int i, int j, int k, long[] a, long b, long c, long d, long e) {
    a[(i * COLUMNS + j) * SIZE + k] =
        (i * COLUMNS + j) * SIZE + k + b * 1000L + c * 10000L + d * 100000L + e * 1000000L;
  }

  private static void d3(int i, int j, int k, long[] a, long b, long c, long d, long e, long f) {
    a[(i * COLUMNS + j) * SIZE + k] =
        (i * COLUMNS + j) * SIZE
            + k
            + b * 1000L
            + c * 10000L
            + d * 100000L
            + e * 1000000L
            + f * 10000000L;
  }

  private static void d3(
      int i, int j, int k, long[] a, long b, long c, long d, long e, long f, long g) {
    a[(i * COLUMNS + j) * SIZE + k] =
        (i * COLUMNS + j) * SIZE
            + k
            + b * 1000L
            + c * 10000L
            + d * 100000L
            + e * 1000000L
            + f * 10000000L
            + g * 100000000L;
  }

  private static void d3(
      int i, int j, int k, long[] a, long b, long c, long d, long e, long f, long g, long h) {
    a[(i * COLUMNS + j) * SIZE + k] =
        (i * COLUMNS + j) * SIZE
            + k
            + b * 1000L
            + c * 10000L
            + d * 100000L
            + e * 1000000L
            + f * 10000000L
            + g * 100000000L
            + h * 1000000000L;
  }
}
