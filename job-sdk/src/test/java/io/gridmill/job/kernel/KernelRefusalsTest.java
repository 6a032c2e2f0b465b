package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is not a kernel is refused when the launch is added, with what was found and expected. */
class KernelRefusalsTest {

  private static final String TYPE = KernelRefusalsTest.class.getName();
  private static final String EXPECTED =
      " (expected: a static method, or a lambda that captures nothing; pass values as arguments of"
          + " launch)";

  private final Accelerator jvm = Accelerators.jvm(1);
  private final KernelGraph graph = jvm.graph("refused");
  private final int[] y = new int[1];
  private final int field = 1;

  @AfterEach
  void close() {
    graph.close();
    jvm.close();
  }

  private void instanceKernel(int i, int[] y) {
    y[i] = field;
  }

  @Test
  void refusesAnInstanceMethod() {
    refused(
        () -> graph.launch(Range.of(1), this::instanceKernel, y),
        "kernel: the instance method " + TYPE + ".instanceKernel" + EXPECTED);
  }

  @Test
  void refusesALambdaThatUsesThis() {
    refused(
        () -> graph.launch(Range.of(1), (i, out) -> out[i] = field, y),
        "kernel: a lambda in " + TYPE + " that uses `this`" + EXPECTED);
  }

  @Test
  void refusesALambdaThatCapturesAVariable() {
    int one = y.length;
    refused(
        () -> graph.launch(Range.of(1), (i, out) -> out[i] = one, y),
        "kernel: a lambda in " + TYPE + " that captures 1 value(s) around it" + EXPECTED);
  }

  /** Looks like a kernel to the compiler. */
  private static final class Built {
    Built(int i, int[] y) {
      y[i] = 1;
    }
  }

  @Test
  void refusesAConstructor() {
    refused(
        () -> graph.launch(Range.of(1), Built::new, y),
        "kernel: the constructor of " + TYPE + "$Built" + EXPECTED);
  }

  @Test
  void refusesAnObjectThatImplementsTheInterface() {
    Kernel1D.With1<int[]> object =
        new Kernel1D.With1<>() {
          @Override
          public void at(int i, int[] a) {}
        };
    refused(
        () -> graph.launch(Range.of(1), object, y),
        "kernel: an object of class "
            + TYPE
            + "$1 (expected: a method reference such as Saxpy::saxpy)");
  }

  private static int returning(int i, int[] y) {
    return y[i];
  }

  @Test
  void refusesAMethodThatReturnsSomething() {
    refused(
        () -> graph.launch(Range.of(1), KernelRefusalsTest::returning, y),
        "kernel "
            + TYPE
            + ".returning: returns int (expected: void; a kernel writes its result into an array)");
  }

  private static void longIndex(long i, int[] y) {
    y[(int) i] = 1;
  }

  @Test
  void refusesAnIndexThatIsNotAnInt() {
    refused(
        () -> graph.launch(Range.of(1), KernelRefusalsTest::longIndex, y),
        "kernel " + TYPE + ".longIndex: index parameter 1 is long (expected: int)");
  }

  private static void text(int i, String text, int[] y) {
    y[i] = text.length();
  }

  private static void matrix(int i, int[][] y) {
    y[i][0] = 1;
  }

  @Test
  void refusesAParameterThatIsNoPrimitiveAndNoArrayOfOne() {
    refused(
        () -> graph.launch(Range.of(1), KernelRefusalsTest::text, "text", y),
        "kernel "
            + TYPE
            + ".text: parameter 2 is java.lang.String (expected: a primitive type or an array of"
            + " one)");
    refused(
        () -> graph.launch(Range.of(1), KernelRefusalsTest::matrix, new int[1][1]),
        "kernel "
            + TYPE
            + ".matrix: parameter 2 is int[][] (expected: a primitive type or an array of one)");
  }

  static void fill(int i, int value, int[] y) {
    y[i] = value;
  }

  @Test
  void refusesAnArgumentOfAnotherTypeSlippedPastTheCompiler() throws Exception {
    KernelMethod fill =
        new KernelMethod(
            getClass().getDeclaredMethod("fill", int.class, int.class, int[].class), 1);
    refused(
        () -> fill.bind(1L, y),
        "kernel " + TYPE + ".fill: argument 1 is java.lang.Long (expected: int)");
    refused(
        () -> fill.bind(1, new long[1]),
        "kernel " + TYPE + ".fill: argument 2 is long[] (expected: int[])");
    refused(() -> fill.bind(1), "kernel " + TYPE + ".fill: 1 arguments (expected: 2)");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
