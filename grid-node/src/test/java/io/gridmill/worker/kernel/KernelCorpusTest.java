package io.gridmill.worker.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.worker.kernel.corpus.KernelCase;
import io.gridmill.worker.kernel.corpus.KernelCorpus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel gives the plain loop's bits, however it is run; or is refused, as stated. */
class KernelCorpusTest {

  static Stream<KernelCase> accepted() {
    return KernelCorpus.all().stream().filter(kernel -> kernel.refusal() == null);
  }

  static Stream<KernelCase> refused() {
    return KernelCorpus.all().stream().filter(kernel -> kernel.refusal() != null);
  }

  @Test
  void holdsEnoughKernelsOfDifferentNames() {
    List<String> names = KernelCorpus.all().stream().map(KernelCase::name).toList();
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(150);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void givesTheSameBitsAsACopyAndAsATrace(KernelCase kernel) {
    Object[] expected = kernel.run(LoopAccelerator.original());
    assertThat(kernel.run(LoopAccelerator.copied())).as("copied").isEqualTo(expected);
    assertThat(kernel.run(LoopAccelerator.traced())).as("traced").isEqualTo(expected);
    onTheJvm(kernel, expected);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesForTheReasonThatIsStated(KernelCase kernel) {
    assertThatThrownBy(() -> kernel.run(LoopAccelerator.copied()))
        .isInstanceOfSatisfying(
            KernelRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(kernel.refusal()));
    onTheJvm(kernel, kernel.run(LoopAccelerator.original()));
  }

  private static void onTheJvm(KernelCase kernel, Object[] expected) {
    try (Accelerator jvm = Accelerators.jvm(1)) {
      assertThat(kernel.run(jvm)).as("on the JVM").isEqualTo(expected);
    }
  }
}
