package io.gridmill.job.kernel;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One claim about the kernel library, checked on any backend.
 *
 * @param name what is checked, for example {@code sum of 65 floats}
 * @param check throws an {@link AssertionError} where it does not hold
 */
public record KernelCase(String name, Consumer<Accelerator> check) {

  /** Every claim: what a backend has to pass. */
  public static Stream<KernelCase> all() {
    return Stream.of(
            ElementCases.all(),
            ReductionCases.all(),
            ScanCases.all(),
            MatrixCases.all(),
            FilterCases.all(),
            SortCases.all())
        .flatMap(cases -> cases);
  }

  /** Checks it. */
  public void run(Accelerator accelerator) {
    check.accept(accelerator);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Nothing, one, and lengths around those at which work is split. */
  static IntStream lengths() {
    return IntStream.of(0, 1, 2, 7, 8, 9, 63, 64, 65, 255, 256, 257, 1000, 4097, 70_001);
  }

  /** Numbers of both signs and of several magnitudes, the same at each call. */
  static double[] doubles(int n) {
    double[] values = new double[n];
    long state = 42;
    for (int i = 0; i < n; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      values[i] = (state >> 40) / 1e5 * (i % 7 == 0 ? 1e-3 : 1);
    }
    return values;
  }

  static float[] floats(int n) {
    double[] wide = doubles(n);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  static int[] ints(int n) {
    int[] values = new int[n];
    long state = 7;
    for (int i = 0; i < n; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      values[i] = (int) (state >> 32);
    }
    return values;
  }

  static long[] longs(int n) {
    return IntStream.of(ints(n)).mapToLong(v -> v * 4_294_967_311L).toArray();
  }
}
