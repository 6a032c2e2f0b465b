package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scalars and arrays of every primitive type, in private kernels that share one name. */
class KernelTypesTest {

  private static final int N = 1000;

  private final Accelerator jvm = Accelerators.jvm(2);

  @AfterEach
  void close() {
    jvm.close();
  }

  private static void add(int i, byte s, byte[] x, byte[] y) {
    y[i] = (byte) (x[i] + s);
  }

  @Test
  void computesOnBytes() {
    byte[] x = new byte[N];
    byte[] y = new byte[N];
    byte[] expected = new byte[N];
    for (int i = 0; i < N; i++) {
      x[i] = (byte) i;
      expected[i] = (byte) (i + 3);
    }
    run(
        jvm.graph("add")
            .upload(x)
            .launch(Range.of(N), KernelTypesTest::add, (byte) 3, x, y)
            .download(y));
    assertThat(y).isEqualTo(expected);
  }

  private static void add(int i, short s, short[] x, short[] y) {
    y[i] = (short) (x[i] + s);
  }

  @Test
  void computesOnShorts() {
    short[] x = new short[N];
    short[] y = new short[N];
    short[] expected = new short[N];
    for (int i = 0; i < N; i++) {
      x[i] = (short) i;
      expected[i] = (short) (i + 3);
    }
    run(
        jvm.graph("add")
            .upload(x)
            .launch(Range.of(N), KernelTypesTest::add, (short) 3, x, y)
            .download(y));
    assertThat(y).isEqualTo(expected);
  }

  private static void add(int i, char s, char[] x, char[] y) {
    y[i] = (char) (x[i] + s);
  }

  @Test
  void computesOnChars() {
    char[] x = new char[N];
    char[] y = new char[N];
    char[] expected = new char[N];
    for (int i = 0; i < N; i++) {
      x[i] = (char) i;
      expected[i] = (char) (i + 3);
    }
    run(
        jvm.graph("add")
            .upload(x)
            .launch(Range.of(N), KernelTypesTest::add, '\3', x, y)
            .download(y));
    assertThat(y).isEqualTo(expected);
  }

  private static void add(int i, int s, int[] x, int[] y) {
    y[i] = x[i] + s;
  }

  @Test
  void computesOnInts() {
    int[] x = new int[N];
    int[] y = new int[N];
    int[] expected = new int[N];
    for (int i = 0; i < N; i++) {
      x[i] = i;
      expected[i] = i + 3;
    }
    run(jvm.graph("add").upload(x).launch(Range.of(N), KernelTypesTest::add, 3, x, y).download(y));
    assertThat(y).isEqualTo(expected);
  }

  private static void add(int i, long s, long[] x, long[] y) {
    y[i] = x[i] + s;
  }

  @Test
  void computesOnLongs() {
    long[] x = new long[N];
    long[] y = new long[N];
    long[] expected = new long[N];
    for (int i = 0; i < N; i++) {
      x[i] = (long) i;
      expected[i] = (long) (i + 3);
    }
    run(jvm.graph("add").upload(x).launch(Range.of(N), KernelTypesTest::add, 3L, x, y).download(y));
    assertThat(y).isEqualTo(expected);
  }

  private static void add(int i, float s, float[] x, float[] y) {
    y[i] = x[i] + s;
  }

  @Test
  void computesOnFloats() {
    float[] x = new float[N];
    float[] y = new float[N];
    float[] expected = new float[N];
    for (int i = 0; i < N; i++) {
      x[i] = (float) i;
      expected[i] = (float) (i + 3);
    }
    run(jvm.graph("add").upload(x).launch(Range.of(N), KernelTypesTest::add, 3f, x, y).download(y));
    assertThat(y).isEqualTo(expected);
  }

  private static void add(int i, double s, double[] x, double[] y) {
    y[i] = x[i] + s;
  }

  @Test
  void computesOnDoubles() {
    double[] x = new double[N];
    double[] y = new double[N];
    double[] expected = new double[N];
    for (int i = 0; i < N; i++) {
      x[i] = (double) i;
      expected[i] = (double) (i + 3);
    }
    run(jvm.graph("add").upload(x).launch(Range.of(N), KernelTypesTest::add, 3d, x, y).download(y));
    assertThat(y).isEqualTo(expected);
  }

  private static void add(int i, boolean s, boolean[] x, boolean[] y) {
    y[i] = x[i] ^ s;
  }

  @Test
  void computesOnBooleans() {
    boolean[] x = {true, false, true};
    boolean[] y = new boolean[3];
    run(jvm.graph("xor").launch(Range.of(3), KernelTypesTest::add, true, x, y).download(y));
    assertThat(y).containsExactly(false, true, false);
  }

  private static void widened(int i, double s, long t, double[] y) {
    y[i] = s + t + i;
  }

  /** Makes the name ambiguous, so that the compiler goes by the arguments. */
  static void widened(int i, boolean s, boolean t, double[] y) {
    y[i] = s && t ? 1 : 0;
  }

  @Test
  void widensAScalarWhereJavaDoes() {
    double[] y = new double[2];
    run(jvm.graph("widen").launch(Range.of(2), KernelTypesTest::widened, 3, 'a', y).download(y));
    assertThat(y).containsExactly(100, 101);
  }

  @Test
  void takesALambdaThatCapturesNothing() {
    float[] y = new float[N];
    run(jvm.graph("lambda").launch(Range.of(N), (i, s, out) -> out[i] = s * i, 2f, y).download(y));
    assertThat(y[10]).isEqualTo(20f);
  }

  /** A kernel in an interface is called as an interface method. */
  interface Shelf {
    static void put(int i, int[] y) {
      y[i] = i;
    }
  }

  @Test
  void callsAKernelOfAnInterface() {
    int[] y = new int[3];
    run(jvm.graph("shelf").launch(Range.of(3), Shelf::put, y).download(y));
    assertThat(y).containsExactly(0, 1, 2);
  }

  private static class Base {
    static void square(int i, int[] y) {
      y[i] = i * i;
    }
  }

  private static final class Derived extends Base {
    private static void cube(int i, int[] y) {
      y[i] = i * i * i;
    }
  }

  @Test
  void callsKernelsOfPrivateClassesAndInheritedOnes() {
    int[] y = new int[3];
    int[] z = new int[3];
    run(
        jvm.graph("nested")
            .launch(Range.of(3), Derived::square, y)
            .launch(Range.of(3), Derived::cube, z)
            .download(y, z));
    assertThat(y).containsExactly(0, 1, 4);
    assertThat(z).containsExactly(0, 1, 8);
  }

  private static void run(KernelGraph graph) {
    try (graph) {
      graph.run();
    }
  }
}
