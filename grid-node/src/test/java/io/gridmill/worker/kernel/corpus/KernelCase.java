package io.gridmill.worker.kernel.corpus;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Kernel1D;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import io.gridmill.worker.kernel.KernelRefusal;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with its input.
 *
 * @param name what it does
 * @param ulps how far its floating-point results may be from the JVM's on a device that computes
 *     strictly; all else is equal bit for bit
 * @param refusal why no device runs it, or null if it runs
 * @param body adds its transfers and launches to a graph; returns the arrays that hold its result
 */
public record KernelCase(
    String name,
    long ulps,
    @Nullable KernelRefusal refusal,
    BiFunction<KernelGraph, Inputs, Object[]> body) {

  /**
   * Runs it on fresh arrays.
   *
   * @return the arrays that hold its result
   */
  public Object[] run(Accelerator accelerator) {
    try (KernelGraph graph = accelerator.graph("corpus")) {
      Object[] results = body.apply(graph, new Inputs());
      graph.run();
      return results;
    }
  }

  @Override
  public String toString() {
    return name;
  }

  KernelCase within(long ulps) {
    return new KernelCase(name, ulps, refusal, body);
  }

  KernelCase refused(KernelRefusal reason) {
    return new KernelCase(name, ulps, reason, body);
  }

  static KernelCase of(String name, BiFunction<KernelGraph, Inputs, Object[]> body) {
    return new KernelCase(name, 0, null, body);
  }

  static KernelCase ints(String name, Kernel1D.With3<int[], int[], int[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          int[] a = in.ints(true);
          int[] b = in.ints(false);
          int[] r = new int[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase longs(String name, Kernel1D.With3<long[], long[], long[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          long[] a = in.longs(true);
          long[] b = in.longs(false);
          long[] r = new long[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase floats(String name, Kernel1D.With3<float[], float[], float[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          float[] a = in.floats(true);
          float[] b = in.floats(false);
          float[] r = new float[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase doubles(String name, Kernel1D.With3<double[], double[], double[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          double[] a = in.doubles(true);
          double[] b = in.doubles(false);
          double[] r = new double[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase smoothFloats(String name, Kernel1D.With3<float[], float[], float[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          float[] a = in.smoothFloats(true);
          float[] b = in.smoothFloats(false);
          float[] r = new float[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase smoothDoubles(
      String name, Kernel1D.With3<double[], double[], double[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          double[] a = in.smoothDoubles(true);
          double[] b = in.smoothDoubles(false);
          double[] r = new double[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase bytes(String name, Kernel1D.With3<byte[], byte[], byte[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          byte[] a = in.bytes(true);
          byte[] b = in.bytes(false);
          byte[] r = new byte[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase shorts(String name, Kernel1D.With3<short[], short[], short[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          short[] a = in.shorts(true);
          short[] b = in.shorts(false);
          short[] r = new short[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase chars(String name, Kernel1D.With3<char[], char[], char[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          char[] a = in.chars(true);
          char[] b = in.chars(false);
          char[] r = new char[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }

  static KernelCase booleans(String name, Kernel1D.With3<boolean[], boolean[], boolean[]> kernel) {
    return of(
        name,
        (graph, in) -> {
          boolean[] a = in.booleans(true);
          boolean[] b = in.booleans(false);
          boolean[] r = new boolean[a.length];
          graph.upload(a, b, r).launch(Range.of(a.length), kernel, a, b, r).download(r);
          return new Object[] {r};
        });
  }
}
