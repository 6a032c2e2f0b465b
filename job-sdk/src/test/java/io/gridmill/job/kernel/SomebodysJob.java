package io.gridmill.job.kernel;

import java.util.function.BiConsumer;

/** A job's class, which {@link KernelLoopsTest} loads with a loader of its own. */
final class SomebodysJob implements BiConsumer<Accelerator, int[]> {

  private static void twice(int i, int[] y) {
    y[i] = 2 * i;
  }

  @Override
  public void accept(Accelerator accelerator, int[] y) {
    try (KernelGraph g = accelerator.graph("job")) {
      g.launch(Range.of(y.length), SomebodysJob::twice, y).download(y).run();
    }
  }
}
