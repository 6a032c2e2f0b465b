package io.gridmill.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is compared does the same work. */
class HandLoopsTest {
  private static final int N = 64;

  @AutoClose private final Accelerator jvm = Accelerators.jvm();
  @AutoClose private final KernelGraph graph = jvm.graph("compared");
  private final float[] a = HandLoops.ramp(N * N);
  private final float[] b = HandLoops.ramp(N * N);
  private final float[] byHand = HandLoops.ramp(N * N);
  private final float[] byGraph = HandLoops.ramp(N * N);

  @Test
  void saxpies() {
    HandLoops.saxpies(0, N * N, a, byHand);
    graph.launch(Range.of(N * N), HandLoops::saxpy, HandLoops.A, a, byGraph).run();

    assertThat(byGraph).isEqualTo(byHand);
  }

  @Test
  void multipliesByTheDefinition() {
    HandLoops.multiplies(0, N, N, a, b, byHand);
    graph.launch(Range.of(N, N), HandLoops::multiply, N, a, b, byGraph).run();

    assertThat(byGraph).isEqualTo(byHand);
  }

  @Test
  void multipliesInTilesWhatTheDefinitionGives() {
    HandLoops.multiplies(0, N, N, a, b, byHand);
    graph.launch(Range.of(N / 4, N / 4), HandLoops::tile, N, a, b, byGraph).run();
    float[] inTilesByHand = new float[N * N];
    HandLoops.tiles(0, N / 4, N, a, b, inTilesByHand);

    assertThat(byGraph).isEqualTo(byHand);
    assertThat(inTilesByHand).isEqualTo(byHand);
  }

  @Test
  void attracts() {
    HandLoops.attracts(0, N, N, a, byHand);
    graph.launch(Range.of(N), HandLoops::attract, N, a, byGraph).run();

    assertThat(byGraph).isEqualTo(byHand);
  }
}
