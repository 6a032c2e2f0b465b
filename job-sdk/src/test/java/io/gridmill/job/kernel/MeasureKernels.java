package io.gridmill.job.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Compares kernels on the JVM backend with the same loops written by hand, serially and over the
 * same number of threads. Prints the best and the median time in microseconds, and what a loop by
 * hand takes of the kernel's: 1 is as fast, more is faster. The best is the one to trust on a busy
 * machine: {@code java -cp … MeasureKernels [threads [one]]}.
 */
final class MeasureKernels {

  private static final long WARM_UP_NANOS = 600_000_000;
  private static final long MEASURE_NANOS = 5_000_000_000L;
  private static final int LEAST_ROUNDS = 5;
  private static final int ROUNDS = 500;

  private MeasureKernels() {}

  static void saxpy(int i, float a, float[] x, float[] y) {
    y[i] += a * x[i];
  }

  static void multiply(int i, int j, int n, float[] a, float[] b, float[] c) {
    float sum = 0;
    for (int k = 0; k < n; k++) {
      sum += a[i * n + k] * b[k * n + j];
    }
    c[i * n + j] = sum;
  }

  static void gravity(int i, int n, float[] at, float[] force) {
    float fx = 0;
    float fy = 0;
    float fz = 0;
    for (int j = 0; j < n; j++) {
      float dx = at[3 * j] - at[3 * i];
      float dy = at[3 * j + 1] - at[3 * i + 1];
      float dz = at[3 * j + 2] - at[3 * i + 2];
      float inverse = 1f / (float) Math.sqrt(dx * dx + dy * dy + dz * dz + 0.01f);
      float scale = inverse * inverse * inverse;
      fx += scale * dx;
      fy += scale * dy;
      fz += scale * dz;
    }
    force[3 * i] = fx;
    force[3 * i + 1] = fy;
    force[3 * i + 2] = fz;
  }

  static void polynomial(int i, float[] x, float[] y) {
    float v = x[i];
    float sum = 1;
    for (int k = 0; k < 32; k++) {
      sum = sum * v + 0.5f;
    }
    y[i] = sum;
  }

  public static void main(String[] arguments) {
    int threads =
        arguments.length > 0
            ? Integer.parseInt(arguments[0])
            : Runtime.getRuntime().availableProcessors();
    String only = arguments.length > 1 ? arguments[1] : "";
    try (Accelerator jvm = Accelerators.jvm(threads)) {
      System.out.println(jvm.device());
      if ("saxpy".startsWith(only)) {
        IntStream.of(1_797, 100_000, 1 << 24).forEach(n -> saxpy(jvm, threads, n));
      }
      if ("multiply".startsWith(only)) {
        IntStream.of(32, 256, 1024).forEach(n -> multiply(jvm, threads, n));
      }
      if ("gravity".startsWith(only)) {
        IntStream.of(256, 4096).forEach(n -> gravity(jvm, threads, n));
      }
      if ("polynomial".startsWith(only)) {
        IntStream.of(1_797, 5_000, 20_000).forEach(n -> polynomial(jvm, threads, n));
      }
    }
  }

  private static void saxpy(Accelerator jvm, int threads, int n) {
    float[] x = ramp(n);
    float[] y = ramp(n);
    try (KernelGraph g =
        jvm.graph("saxpy").launch(Range.of(n), MeasureKernels::saxpy, 1e-6f, x, y)) {
      Runnable serial = () -> saxpyByHand(0, n, x, y);
      Runnable hand = parallel(threads, n, (from, to) -> saxpyByHand(from, to, x, y));
      compare("saxpy " + n, serial, hand, g::run);
    }
  }

  private static void saxpyByHand(int from, int to, float[] x, float[] y) {
    float a = 1e-6f;
    for (int i = from; i < to; i++) {
      y[i] += a * x[i];
    }
  }

  private static void multiply(Accelerator jvm, int threads, int n) {
    float[] a = ramp(n * n);
    float[] b = ramp(n * n);
    float[] c = new float[n * n];
    try (KernelGraph g =
        jvm.graph("multiply").launch(Range.of(n, n), MeasureKernels::multiply, n, a, b, c)) {
      Runnable serial = () -> multiplyByHand(0, n, n, a, b, c);
      Runnable hand = parallel(threads, n, (from, to) -> multiplyByHand(from, to, n, a, b, c));
      compare("multiply " + n, serial, hand, g::run);
    }
  }

  private static void multiplyByHand(int from, int to, int n, float[] a, float[] b, float[] c) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        c[i * n + j] = sum;
      }
    }
  }

  private static void gravity(Accelerator jvm, int threads, int n) {
    float[] at = ramp(3 * n);
    float[] force = new float[3 * n];
    try (KernelGraph g =
        jvm.graph("gravity").launch(Range.of(n), MeasureKernels::gravity, n, at, force)) {
      Runnable serial = () -> gravityByHand(0, n, n, at, force);
      Runnable hand = parallel(threads, n, (from, to) -> gravityByHand(from, to, n, at, force));
      compare("gravity " + n, serial, hand, g::run);
    }
  }

  private static void gravityByHand(int from, int to, int n, float[] at, float[] force) {
    for (int i = from; i < to; i++) {
      float fx = 0;
      float fy = 0;
      float fz = 0;
      for (int j = 0; j < n; j++) {
        float dx = at[3 * j] - at[3 * i];
        float dy = at[3 * j + 1] - at[3 * i + 1];
        float dz = at[3 * j + 2] - at[3 * i + 2];
        float inverse = 1f / (float) Math.sqrt(dx * dx + dy * dy + dz * dz + 0.01f);
        float scale = inverse * inverse * inverse;
        fx += scale * dx;
        fy += scale * dy;
        fz += scale * dz;
      }
      force[3 * i] = fx;
      force[3 * i + 1] = fy;
      force[3 * i + 2] = fz;
    }
  }

  private static void polynomial(Accelerator jvm, int threads, int n) {
    float[] x = ramp(n);
    float[] y = new float[n];
    try (KernelGraph g =
        jvm.graph("polynomial").launch(Range.of(n), MeasureKernels::polynomial, x, y)) {
      Runnable serial = () -> polynomialByHand(0, n, x, y);
      Runnable hand = parallel(threads, n, (from, to) -> polynomialByHand(from, to, x, y));
      compare("polynomial " + n, serial, hand, g::run);
    }
  }

  private static void polynomialByHand(int from, int to, float[] x, float[] y) {
    for (int i = from; i < to; i++) {
      float v = x[i];
      float sum = 1;
      for (int k = 0; k < 32; k++) {
        sum = sum * v + 0.5f;
      }
      y[i] = sum;
    }
  }

  /** The usual way by hand: equal blocks on the common pool, four for each thread. */
  private static Runnable parallel(int threads, int n, Block block) {
    int blocks = Math.min(n, 4 * threads);
    IntConsumer one =
        b -> block.run((int) ((long) n * b / blocks), (int) ((long) n * (b + 1) / blocks));
    return () -> IntStream.range(0, blocks).parallel().forEach(one);
  }

  private interface Block {
    void run(int from, int to);
  }

  private static float[] ramp(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i % 1000) / 1000f;
    }
    return values;
  }

  /** Warms all three up, then takes turns, so that a slow moment of the machine meets all. */
  private static void compare(String name, Runnable serial, Runnable hand, Runnable kernel) {
    Runnable[] ways = {serial, hand, kernel};
    int[] repeats = new int[ways.length];
    double[][] micros = new double[ways.length][ROUNDS];
    for (int w = 0; w < ways.length; w++) {
      long until = System.nanoTime() + WARM_UP_NANOS;
      int runs = 0;
      while (System.nanoTime() < until || runs < 3) {
        ways[w].run();
        runs++;
      }
      repeats[w] = Math.max(1, runs / 200);
    }
    long until = System.nanoTime() + MEASURE_NANOS;
    int rounds = 0;
    while (rounds < ROUNDS && (rounds < LEAST_ROUNDS || System.nanoTime() < until)) {
      for (int w = 0; w < ways.length; w++) {
        long start = System.nanoTime();
        for (int r = 0; r < repeats[w]; r++) {
          ways[w].run();
        }
        micros[w][rounds] = (System.nanoTime() - start) / 1e3 / repeats[w];
      }
      rounds++;
    }
    for (double[] times : micros) {
      Arrays.sort(times, 0, rounds);
    }
    print(name, "best", micros, 0);
    print(name, "median", micros, rounds / 2);
  }

  private static void print(String name, String which, double[][] micros, int at) {
    System.out.printf(
        Locale.ROOT,
        "%-16s %-6s us: serial %10.1f  hand %10.1f  kernel %10.1f"
            + "   serial/kernel %.2f  hand/kernel %.2f%n",
        name,
        which,
        micros[0][at],
        micros[1][at],
        micros[2][at],
        micros[0][at] / micros[2][at],
        micros[1][at] / micros[2][at]);
  }
}
