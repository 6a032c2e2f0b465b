package io.gridmill.worker.kernel.corpus;

import static io.gridmill.worker.kernel.corpus.KernelCase.doubles;
import static io.gridmill.worker.kernel.corpus.KernelCase.floats;
import static io.gridmill.worker.kernel.corpus.KernelCase.ints;

import io.gridmill.job.kernel.Range;
import io.gridmill.worker.kernel.KernelRefusal;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** Kernels that run on the JVM alone. */
@SuppressWarnings({"cast", "divzero", "empty", "fallthrough", "lossy-conversions"})
final class RefusedKernels {

  private static final int[] TABLE = {1, 2, 3, 4};
  private static int changing = 3;
  private static final Integer BOXED = 7;

  private RefusedKernels() {}

  static List<KernelCase> all() {
    return List.of(
        ints("throw", RefusedKernels::throwing).refused(KernelRefusal.THROW),
        ints("catch", RefusedKernels::catching).refused(KernelRefusal.CATCH),
        ints("finally", RefusedKernels::ending).refused(KernelRefusal.CATCH),
        ints("assert", RefusedKernels::asserting).refused(KernelRefusal.THROW),
        ints("lambda", RefusedKernels::lambda).refused(KernelRefusal.DYNAMIC_CALL),
        ints("text", RefusedKernels::text).refused(KernelRefusal.DYNAMIC_CALL),
        ints("literal text", RefusedKernels::literal).refused(KernelRefusal.OBJECT),
        ints("lock", RefusedKernels::locking).refused(KernelRefusal.LOCK),
        ints("synchronized helper", RefusedKernels::locked).refused(KernelRefusal.LOCK),
        ints("static array", RefusedKernels::table).refused(KernelRefusal.STATIC_ARRAY),
        ints("static field", RefusedKernels::field).refused(KernelRefusal.STATIC_FIELD),
        ints("static field written", RefusedKernels::fieldWritten)
            .refused(KernelRefusal.STATIC_FIELD),
        ints("static box", RefusedKernels::box).refused(KernelRefusal.STATIC_FIELD),
        ints("print", RefusedKernels::print).refused(KernelRefusal.PRINT),
        ints("exact", RefusedKernels::exact).refused(KernelRefusal.EXACT_ARITHMETIC),
        ints("recursion", RefusedKernels::recursive).refused(KernelRefusal.RECURSION),
        ints("mutual recursion", RefusedKernels::mutual).refused(KernelRefusal.RECURSION),
        ints("record", RefusedKernels::record).refused(KernelRefusal.OBJECT),
        ints("array of unknown length", RefusedKernels::unknownLength)
            .refused(KernelRefusal.LOCAL_ARRAY),
        ints("array of arrays", RefusedKernels::arrays).refused(KernelRefusal.LOCAL_ARRAY),
        ints("array compared", RefusedKernels::compared).refused(KernelRefusal.REFERENCE),
        ints("array returned", RefusedKernels::returned).refused(KernelRefusal.REFERENCE),
        ints("array null", RefusedKernels::nothing).refused(KernelRefusal.REFERENCE),
        ints("array cloned", RefusedKernels::cloned).refused(KernelRefusal.VIRTUAL_CALL),
        ints("other jdk method", RefusedKernels::checked).refused(KernelRefusal.JDK_METHOD),
        floats("fused multiply add", RefusedKernels::fused).refused(KernelRefusal.JDK_METHOD),
        floats("bits of a float", RefusedKernels::bits).refused(KernelRefusal.JDK_METHOD),
        doubles("cube root", RefusedKernels::cubeRoot).refused(KernelRefusal.JDK_METHOD),
        doubles("hypotenuse", RefusedKernels::hypotenuse).refused(KernelRefusal.JDK_METHOD),
        doubles("decimal logarithm", RefusedKernels::decimal).refused(KernelRefusal.JDK_METHOD),
        KernelCase.of(
                "lambda with a box",
                (graph, in) -> {
                  int[] y = in.small(50);
                  graph.upload(y).launch(Range.of(50), (i, s, r) -> r[i] += s, 3, y).download(y);
                  return new Object[] {y};
                })
            .refused(KernelRefusal.BOXED_PARAMETER));
  }

  static void throwing(int i, int[] a, int[] b, int[] r) {
    if (i < 0) {
      throw new IllegalStateException();
    }
    r[i] = a[i];
  }

  static void catching(int i, int[] a, int[] b, int[] r) {
    try {
      r[i] = a[i] / b[i];
    } catch (ArithmeticException e) {
      r[i] = -1;
    }
  }

  static void ending(int i, int[] a, int[] b, int[] r) {
    try {
      r[i] = a[i];
    } finally {
      r[i]++;
    }
  }

  static void asserting(int i, int[] a, int[] b, int[] r) {
    assert i >= 0;
    r[i] = a[i];
  }

  static void lambda(int i, int[] a, int[] b, int[] r) {
    IntUnaryOperator twice = x -> 2 * x;
    r[i] = twice.applyAsInt(a[i]);
  }

  static void text(int i, int[] a, int[] b, int[] r) {
    r[i] = ("" + a[i]).length();
  }

  static void literal(int i, int[] a, int[] b, int[] r) {
    r[i] = "kernel".charAt(i & 3);
  }

  static void locking(int i, int[] a, int[] b, int[] r) {
    synchronized (a) {
      r[i] = a[i];
    }
  }

  static void locked(int i, int[] a, int[] b, int[] r) {
    r[i] = under(a[i]);
  }

  private static synchronized int under(int x) {
    return x + 1;
  }

  static void table(int i, int[] a, int[] b, int[] r) {
    r[i] = TABLE[a[i] & 3];
  }

  static void field(int i, int[] a, int[] b, int[] r) {
    r[i] = a[i] * changing;
  }

  static void fieldWritten(int i, int[] a, int[] b, int[] r) {
    changing = 3;
    r[i] = a[i];
  }

  static void box(int i, int[] a, int[] b, int[] r) {
    r[i] = a[i] + BOXED;
  }

  static void print(int i, int[] a, int[] b, int[] r) {
    if (i < 0) {
      System.out.println(i);
    }
    r[i] = a[i];
  }

  static void exact(int i, int[] a, int[] b, int[] r) {
    r[i] = Math.addExact(a[i] >> 2, b[i] >> 2);
  }

  static void recursive(int i, int[] a, int[] b, int[] r) {
    r[i] = factorial(a[i] & 7);
  }

  private static int factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  static void mutual(int i, int[] a, int[] b, int[] r) {
    r[i] = even(a[i] & 7) ? 1 : 0;
  }

  private static boolean even(int n) {
    return n == 0 || odd(n - 1);
  }

  private static boolean odd(int n) {
    return n != 0 && even(n - 1);
  }

  record Pair(int x, int y) {}

  static void record(int i, int[] a, int[] b, int[] r) {
    Pair pair = new Pair(a[i], b[i]);
    r[i] = pair.x() - pair.y();
  }

  static void unknownLength(int i, int[] a, int[] b, int[] r) {
    int[] own = new int[(i & 3) + 1];
    own[i & 3] = a[i];
    r[i] = own[0];
  }

  static void arrays(int i, int[] a, int[] b, int[] r) {
    int[][] own = new int[2][2];
    own[1][1] = a[i];
    r[i] = own[1][1];
  }

  static void compared(int i, int[] a, int[] b, int[] r) {
    r[i] = a == b ? 1 : 0;
  }

  static void returned(int i, int[] a, int[] b, int[] r) {
    r[i] = larger(a, b)[i];
  }

  private static int[] larger(int[] a, int[] b) {
    return a.length < b.length ? b : a;
  }

  static void nothing(int i, int[] a, int[] b, int[] r) {
    r[i] = a == null ? 0 : a[i];
  }

  static void cloned(int i, int[] a, int[] b, int[] r) {
    int[] own = a.clone();
    r[i] = own[i];
  }

  static void checked(int i, int[] a, int[] b, int[] r) {
    r[i] = a[Objects.checkIndex(i, a.length)];
  }

  static void fused(int i, float[] a, float[] b, float[] r) {
    r[i] = Math.fma(a[i], b[i], 1f);
  }

  static void bits(int i, float[] a, float[] b, float[] r) {
    r[i] = Float.floatToRawIntBits(a[i]);
  }

  static void cubeRoot(int i, double[] a, double[] b, double[] r) {
    r[i] = Math.cbrt(a[i]);
  }

  static void hypotenuse(int i, double[] a, double[] b, double[] r) {
    r[i] = Math.hypot(a[i], b[i]);
  }

  static void decimal(int i, double[] a, double[] b, double[] r) {
    r[i] = Math.log10(a[i]);
  }
}
