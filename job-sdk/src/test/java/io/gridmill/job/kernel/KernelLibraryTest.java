package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelLibraryTest {

  private static final Accelerator ONE = Accelerators.jvm(1);
  private static final Accelerator FOUR = Accelerators.jvm(4);

  private static Stream<KernelCase> cases() {
    return KernelCase.all();
  }

  @AfterAll
  static void close() {
    ONE.close();
    FOUR.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsOnOneThreadAndOnFour(KernelCase claim) {
    claim.run(ONE);
    claim.run(FOUR);
  }

  @Test
  void refusesArraysOfDifferentLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kernels.add(ONE.graph("g"), new float[3], new float[3], new float[4]))
        .withMessage("z: 4 elements (expected: 3, as x has)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Reductions.dot(ONE.graph("g"), new double[3], new double[2], new double[1]))
        .withMessage("y: 2 elements (expected: 3, as x has)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scans.inclusive(ONE.graph("g"), new int[3], new int[2]))
        .withMessage("y: 2 elements (expected: 3, as x has)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sorts.byKey(ONE.graph("g"), new int[3], new int[2]))
        .withMessage("values: 2 elements (expected: 3, as keys has)");
  }

  @Test
  void refusesAResultWithoutRoom() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reductions.sum(ONE.graph("g"), new float[3], new float[0]))
        .withMessage("result length: 0 (expected: >= 1)");
  }

  @Test
  void refusesMatricesThatDoNotFit() {
    float[] six = new float[6];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrices.multiply(ONE.graph("g"), 2, 3, 3, six, six, new float[6]))
        .withMessage("b: 6 elements (expected: >= 9, for 3 x 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrices.multiplyTiled(ONE.graph("g"), 2, 3, 2, six, six.clone(), six))
        .withMessage("c: the same array as a (expected: another one)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrices.multiplyNaive(ONE.graph("g"), -1, 3, 2, six, six, six))
        .withMessage("rows: -1 (expected: >= 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Matrices.transpose(ONE.graph("g"), 2, 3, six, new float[5]))
        .withMessage("out: 5 elements (expected: >= 6, for 3 x 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Matrices.multiply(ONE.graph("g"), 65_536, 65_536, 1, six, six, new float[6]))
        .withMessage("a: 6 elements (expected: >= 4294967296, for 65536 x 65536)");
  }

  @Test
  void refusesWeightsWithoutACentre() {
    float[] four = new float[4];
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Filters.convolve(
                    ONE.graph("g"), 2, 2, four, 2, 1, four, Filters.Border.ZERO, new float[4]))
        .withMessage("h: 2 (expected: odd, >= 1)");
  }

  @Test
  void refusesToSortKeysByThemselves() {
    int[] keys = new int[3];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sorts.byKey(ONE.graph("g"), keys, keys))
        .withMessage("values: the same array as keys (expected: another one)");
  }

  @Test
  void mixesWithKernelsOfOnesOwnInOneGraph() {
    double[] x = KernelCase.doubles(1000);
    double[] difference = new double[1000];
    double[] total = new double[1];
    try (KernelGraph g = FOUR.graph("mixed").upload(x)) {
      Kernels.copy(g, x, difference);
      g.launch(Range.of(1000), KernelLibraryTest::negate, difference);
      Kernels.add(g, x, difference, difference);
      Reductions.sum(g, difference, total).download(total);
      g.run();
      g.run();
    }
    assertThat(total).containsExactly(0);
  }

  private static void negate(int i, double[] x) {
    x[i] = -x[i];
  }
}
