package io.gridmill.bench;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Kernels on the JVM, as a graph and as the parallel loop that one would write by hand: equal
 * blocks on the common pool, four for each thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class KernelBench {

  /** Which of the kernels: {@code saxpy}, {@code naive}, {@code tiled} or {@code nbody}. */
  @Param({"saxpy", "naive", "tiled", "nbody"})
  public String kernel;

  private Accelerator jvm;
  private KernelGraph graph;
  private Runnable hand;

  /** Makes both ways, on the same arrays. */
  @Setup
  public void start() {
    jvm = Accelerators.jvm();
    graph = jvm.graph(kernel);
    switch (kernel) {
      case "saxpy" -> {
        int n = 1 << 24;
        float[] x = HandLoops.ramp(n);
        float[] y = HandLoops.ramp(n);
        graph.launch(Range.of(n), HandLoops::saxpy, HandLoops.A, x, y);
        hand = parallel(n, (from, to) -> HandLoops.saxpies(from, to, x, y));
      }
      case "nbody" -> {
        int n = 4096;
        float[] at = HandLoops.ramp(3 * n);
        float[] force = new float[3 * n];
        graph.launch(Range.of(n), HandLoops::attract, n, at, force);
        hand = parallel(n, (from, to) -> HandLoops.attracts(from, to, n, at, force));
      }
      default -> {
        int n = 1024;
        float[] a = HandLoops.ramp(n * n);
        float[] b = HandLoops.ramp(n * n);
        float[] c = new float[n * n];
        if (kernel.equals("tiled")) {
          graph.launch(Range.of(n / 4, n / 4), HandLoops::tile, n, a, b, c);
          hand = parallel(n / 4, (from, to) -> HandLoops.tiles(from, to, n, a, b, c));
        } else {
          graph.launch(Range.of(n, n), HandLoops::multiply, n, a, b, c);
          hand = parallel(n, (from, to) -> HandLoops.multiplies(from, to, n, a, b, c));
        }
      }
    }
  }

  /** Ends what {@link #start} made. */
  @TearDown
  public void end() {
    graph.close();
    jvm.close();
  }

  /** The loop by hand. */
  @Benchmark
  public void hand() {
    hand.run();
  }

  /** The graph. */
  @Benchmark
  public void graph() {
    graph.run();
  }

  private interface Block {
    void run(int from, int to);
  }

  private static Runnable parallel(int n, Block block) {
    int blocks = Math.min(n, 4 * Runtime.getRuntime().availableProcessors());
    IntConsumer one =
        b -> block.run((int) ((long) n * b / blocks), (int) ((long) n * (b + 1) / blocks));
    return () -> IntStream.range(0, blocks).parallel().forEach(one);
  }
}
