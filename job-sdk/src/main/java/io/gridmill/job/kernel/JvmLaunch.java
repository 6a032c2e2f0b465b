package io.gridmill.job.kernel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;

/** A launch on the JVM; remembers what an index cost, so that the next run knows how to split. */
final class JvmLaunch {

  private final String graph;
  private final KernelLoop loop;
  private final Range range;
  private final Object[] arguments;
  private final int threads;
  private final Executor helpers;
  private double nanosPerIndex;

  JvmLaunch(String graph, KernelPlan.Launch launch, int threads, Executor helpers) {
    this.graph = graph;
    this.loop = KernelLoops.of(launch.kernel());
    this.range = launch.range();
    this.arguments = launch.arguments().toArray();
    this.threads = threads;
    this.helpers = helpers;
  }

  void run() {
    if (range.count() == 0) {
      return;
    }
    Sweep sweep =
        new Sweep(
            range.count(),
            (from, to) -> loop.run(arguments, range, from, to),
            threads,
            helpers,
            nanosPerIndex);
    try {
      nanosPerIndex = sweep.run();
    } catch (KernelLoop.Failure failure) {
      throw new KernelException(
          "graph %s: kernel %s failed at %s of %s: %s"
              .formatted(
                  graph, loop.kernel().name(), failure.getMessage(), range, failure.thrown()),
          failure.thrown());
    } catch (CancellationException interrupted) {
      throw new CancellationException(
          "graph %s: kernel %s was interrupted with %s of %d indices not begun"
              .formatted(graph, loop.kernel().name(), interrupted.getMessage(), range.count()));
    }
  }
}
