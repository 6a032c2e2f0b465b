package io.gridmill.worker.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.kernel.KernelException;
import io.gridmill.job.kernel.KernelMethod;
import io.gridmill.job.kernel.Range;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleCheckTest {

  private static final int N = 1000;

  private final int[] x = new int[N];
  private final int[] y = new int[N];
  private final float[] f = new float[N];

  static void twice(int i, int[] x, int[] y) {
    y[i] = 2 * x[i];
    y[i] += 1;
  }

  static void half(int i, int[] x, float[] f) {
    f[i] = x[i] * 0.5f;
  }

  static void sine(int i, int[] x, float[] f) {
    f[i] = (float) Math.sin(x[i]);
  }

  static void next(int i, int[] x, int[] y) {
    y[i] = x[i + 1];
  }

  static void forEver(int i, int[] x, int[] y) {
    int k = 0;
    while (x[i] >= k) {
      k = -k;
      y[i]++;
    }
  }

  static void racing(int i, int[] x, int[] y) {
    y[0] = i;
  }

  static void grid(int i, int j, int[] y) {
    y[i * 20 + j] = i - j;
  }

  SampleCheckTest() {
    for (int i = 0; i < N; i++) {
      x[i] = i;
    }
  }

  private static KernelCode code(String name, Class<?>... parameters) throws Exception {
    int dimensions = parameters[1] == int.class ? 2 : 1;
    return KernelCode.of(
        new KernelMethod(SampleCheckTest.class.getDeclaredMethod(name, parameters), dimensions));
  }

  private static KernelCode ints(String name) throws Exception {
    return code(name, int.class, int[].class, int[].class);
  }

  private SampleCheck before(KernelCode code, Object... arguments) {
    return SampleCheck.before(
        code,
        Range.of(N),
        List.of(arguments),
        new SampleBudget(64, Duration.ofMinutes(1)),
        new Random(1));
  }

  @Test
  void comparesAtMostAsManyIndicesAsItMayAndLeavesTheArraysAlone() throws Exception {
    KernelCode twice = ints("twice");
    SampleCheck sample =
        SampleCheck.before(
            twice,
            Range.of(N),
            List.of(x, y),
            new SampleBudget(64, Duration.ofMinutes(1)),
            new Random(1));
    assertThat(y).containsOnly(0);
    for (int i = 0; i < N; i++) {
      twice(i, x, y);
    }
    SampleOutcome outcome = sample.after(List.of(x, y), SampleCheck.ulps(twice));
    assertThat(outcome.same()).isTrue();
    assertThat(outcome.indices()).isEqualTo(64);
    assertThat(outcome.elements()).isEqualTo(64);
    assertThat(outcome.cost()).isPositive();
  }

  @Test
  void computesTheCornersWhateverTheyCost() throws Exception {
    KernelCode grid = code("grid", int.class, int.class, int[].class);
    SampleCheck sample =
        SampleCheck.before(
            grid,
            Range.of(50, 20),
            List.of(y),
            new SampleBudget(1, Duration.ofMillis(1)),
            new Random(1));
    y[49 * 20 + 19] = -1;
    y[19] = -19;
    y[49 * 20] = 49;
    SampleOutcome outcome = sample.after(List.of(y), 0);
    assertThat(outcome.indices()).isEqualTo(4);
    assertThat(outcome.different()).isEqualTo(1);
    assertThat(outcome.examples())
        .containsExactly(new SampleOutcome.Difference(0, 49 * 20 + 19, 30, -1))
        .first()
        .hasToString("argument 1[999] is -1 on the device, 30 on the JVM");
  }

  @Test
  void seesWhatTheDeviceHasNotWritten() throws Exception {
    SampleOutcome outcome = before(ints("twice"), x, y).after(List.of(x, y), 0);
    assertThat(outcome.same()).isFalse();
    assertThat(outcome.different()).isEqualTo(outcome.elements());
    assertThat(outcome.examples()).hasSize(3);
  }

  @Test
  void allowsFloatsTheirUnitsInTheLastPlace() throws Exception {
    KernelCode half = code("half", int.class, int[].class, float[].class);
    SampleCheck sample = before(half, x, f);
    for (int i = 0; i < N; i++) {
      half(i, x, f);
    }
    f[N - 1] = Math.nextUp(Math.nextUp(f[N - 1]));
    assertThat(SampleCheck.ulps(half)).isZero();
    assertThat(sample.after(List.of(x, f), 0).same()).isFalse();
    assertThat(sample.after(List.of(x, f), 1).same()).isFalse();
    assertThat(sample.after(List.of(x, f), 2).same()).isTrue();
    assertThat(sample.after(List.of(x, f), 2).worstUlps()).isEqualTo(2);
    f[N - 1] = Float.NaN;
    assertThat(sample.after(List.of(x, f), 1000).same()).isFalse();
    assertThat(SampleCheck.ulps(code("sine", int.class, int[].class, float[].class))).isEqualTo(64);
  }

  @Test
  void findsAnIndexOutOfBoundsAtTheEdgeBeforeTheDeviceDoes() throws Exception {
    KernelCode next = ints("next");
    assertThatThrownBy(() -> before(next, x, y))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("SampleCheckTest.next failed at [999]: ")
        .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
  }

  @Test
  void givesUpAnIndexThatNeverEnds() throws Exception {
    SampleCheck sample =
        SampleCheck.before(
            ints("forEver"),
            Range.of(N),
            List.of(x, y),
            new SampleBudget(5, Duration.ofMillis(1)),
            new Random(1));
    SampleOutcome outcome = sample.after(List.of(x, y), 0);
    assertThat(outcome.indices()).isZero();
    assertThat(outcome.givenUp()).isEqualTo(2);
    assertThat(y).containsOnly(0);
  }

  @Test
  void leavesOutWhatTwoIndicesWrite() throws Exception {
    assertThat(before(ints("racing"), x, y).after(List.of(x, y), 0).elements()).isZero();
  }

  @Test
  void hasNothingToSayOfAnEmptyRange() throws Exception {
    SampleCheck sample =
        SampleCheck.before(
            ints("twice"), Range.of(0), List.of(x, y), SampleBudget.DEFAULT, new Random(1));
    assertThat(sample.after(List.of(x, y), 0).same()).isTrue();
  }
}
