package io.gridmill.worker.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What must hold of kernels on a device; each check is run in a process that can use one. */
final class DeviceChecks {
  private static final int N = 1000;

  private DeviceChecks() {}

  /** The checks by their names. */
  static Map<String, Consumer<Accelerator>> all() {
    Map<String, Consumer<Accelerator>> checks = new LinkedHashMap<>();
    checks.put("saysWhichDeviceItIs", DeviceChecks::device);
    checks.put("computesAnIndexOnce", DeviceChecks::saxpy);
    checks.put("computesInTwoDimensions", DeviceChecks::matrices);
    checks.put("computesInThreeDimensions", DeviceChecks::volume);
    checks.put("keepsArraysOnTheDeviceBetweenRuns", DeviceChecks::residency);
    checks.put("uploadsInEachRunWhatItIsToldTo", DeviceChecks::eachRun);
    checks.put("leavesElementsAloneThatNoIndexWrites", DeviceChecks::unwritten);
    checks.put("leavesTheHalfAloneThatNoIndexWrites", DeviceChecks::halves);
    checks.put("seesInALaunchWhatEarlierOnesWrote", DeviceChecks::chain);
    checks.put("takesTheSameArrayTwice", DeviceChecks::sameArray);
    checks.put("computesEveryNumericType", DeviceChecks::types);
    checks.put("takesEightArrays", DeviceChecks::eight);
    checks.put("doesNothingForAnEmptyRange", DeviceChecks::empty);
    checks.put("keepsApartWhatTheHostWritesToUnusedArrays", DeviceChecks::aside);
    checks.put("copiesPrivateKernelsAndWhatTheyCall", DeviceChecks::hidden);
    checks.putAll(DeviceFaultChecks.all());
    checks.put("runsSmallGraphsAfterThat", DeviceChecks::saxpy);
    return checks;
  }

  private static void device(Accelerator device) {
    assertThat(device.backend()).isEqualTo("tornado");
    assertThat(device.device()).contains("TornadoVM").contains("compute unit");
  }

  private static void saxpy(Accelerator device) {
    float[] x = floats(N);
    float[] y = floats(N);
    try (KernelGraph graph = device.graph("saxpy")) {
      graph.launch(Range.of(N), DeviceKernels::saxpy, 2f, x, y).download(y).run();
    }
    for (int i = 0; i < N; i++) {
      assertThat(y[i]).isEqualTo(3f * i);
    }
  }

  private static void matrices(Accelerator device) {
    int n = 33;
    float[] a = floats(n * n);
    float[] b = floats(n * n);
    float[] c = new float[n * n];
    float[] expected = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        DeviceKernels.multiply(i, j, n, a, b, expected);
      }
    }
    try (KernelGraph graph = device.graph("multiply")) {
      graph.launch(Range.of(n, n), DeviceKernels::multiply, n, a, b, c).download(c).run();
    }
    assertThat(c).isEqualTo(expected);
  }

  private static void volume(Accelerator device) {
    int[] out = new int[3 * 5 * 7];
    int[] expected = new int[3 * 5 * 7];
    for (int at = 0; at < expected.length; at++) {
      DeviceKernels.number(at / 35, at / 7 % 5, at % 7, 5, 7, expected);
    }
    try (KernelGraph graph = device.graph("number")) {
      graph.launch(Range.of(3, 5, 7), DeviceKernels::number, 5, 7, out).download(out).run();
    }
    assertThat(out).isEqualTo(expected);
  }

  private static void residency(Accelerator device) {
    int[] what = {1, 2, 3};
    int[] to = new int[3];
    try (KernelGraph graph = device.graph("residency")) {
      graph.upload(what, to).launch(Range.of(3), DeviceKernels::add, what, to).download(to);
      graph.run();
      Arrays.fill(what, 100);
      Arrays.fill(to, 100);
      graph.run();
      assertThat(to).containsExactly(2, 4, 6);
      graph.run();
    }
    assertThat(to).containsExactly(3, 6, 9);
    assertThat(what).containsOnly(100);
  }

  private static void eachRun(Accelerator device) {
    int[] what = {1, 2, 3};
    int[] to = new int[3];
    try (KernelGraph graph = device.graph("each-run")) {
      graph.uploadEachRun(what).launch(Range.of(3), DeviceKernels::add, what, to).download(to);
      graph.run();
      Arrays.fill(what, 100);
      graph.run();
    }
    assertThat(to).containsExactly(101, 102, 103);
  }

  private static void unwritten(Accelerator device) {
    int[] out = IntStream.generate(() -> -1).limit(10).toArray();
    try (KernelGraph graph = device.graph("evens")) {
      graph.launch(Range.of(5), DeviceKernels::evens, out).download(out).run();
    }
    assertThat(out).containsExactly(0, -1, 1, -1, 2, -1, 3, -1, 4, -1);
  }

  private static void halves(Accelerator device) {
    for (boolean left : new boolean[] {true, false}) {
      int[] out = IntStream.generate(() -> -1).limit(16).toArray();
      try (KernelGraph graph = device.graph("halves")) {
        graph.launch(Range.of(8), DeviceKernels::eitherHalf, left, out).download(out).run();
      }
      assertThat(Arrays.copyOf(out, 8)).containsOnly(left ? 7 : -1);
      assertThat(Arrays.copyOfRange(out, 8, 16)).containsOnly(left ? -1 : 9);
    }
  }

  private static void chain(Accelerator device) {
    int[] a = new int[N];
    int[] b = new int[N];
    try (KernelGraph graph = device.graph("chain")) {
      graph
          .launch(Range.of(N), DeviceKernels::fill, 5, a)
          .launch(Range.of(N), DeviceKernels::add, a, b)
          .launch(Range.of(N), DeviceKernels::add, b, a)
          .download(a, b)
          .run();
    }
    assertThat(a).containsOnly(10);
    assertThat(b).containsOnly(5);
  }

  private static void sameArray(Accelerator device) {
    int[] a = {1, 2, 3};
    try (KernelGraph graph = device.graph("same")) {
      graph.launch(Range.of(3), DeviceKernels::add, a, a).download(a).run();
    }
    assertThat(a).containsExactly(2, 4, 6);
  }

  private static void types(Accelerator device) {
    byte[] bytes = new byte[300];
    short[] shorts = new short[300];
    char[] chars = new char[300];
    int[] ints = new int[300];
    long[] longs = new long[300];
    double[] doubles = new double[300];
    for (int i = 0; i < 300; i++) {
      bytes[i] = (byte) i;
      shorts[i] = (short) (i * 200);
      chars[i] = (char) (i * 200);
      ints[i] = i * 10_000_000;
      longs[i] = i * 10_000_000_000_000_000L;
      doubles[i] = i * 0.1;
    }
    byte[] bytesOut = new byte[300];
    short[] shortsOut = new short[300];
    char[] charsOut = new char[300];
    int[] intsOut = new int[300];
    long[] longsOut = new long[300];
    double[] doublesOut = new double[300];
    Range.D1 all = Range.of(300);
    try (KernelGraph graph = device.graph("types")) {
      graph
          .launch(all, DeviceKernels::bytes, (byte) -7, bytes, bytesOut)
          .launch(all, DeviceKernels::shorts, (short) -7, shorts, shortsOut)
          .launch(all, DeviceKernels::chars, 'x', chars, charsOut)
          .launch(all, DeviceKernels::ints, 12345, ints, intsOut)
          .launch(all, DeviceKernels::longs, 12345678901L, longs, longsOut)
          .launch(all, DeviceKernels::doubles, 0.1, doubles, doublesOut)
          .download(bytesOut, shortsOut, charsOut, intsOut, longsOut, doublesOut)
          .run();
    }
    for (int i = 0; i < 300; i++) {
      assertThat(bytesOut[i]).isEqualTo((byte) (bytes[i] - 7));
      assertThat(shortsOut[i]).isEqualTo((short) (shorts[i] - 7));
      assertThat(charsOut[i]).isEqualTo((char) (chars[i] + 'x'));
      assertThat(intsOut[i]).isEqualTo(ints[i] * 12345);
      assertThat(longsOut[i]).isEqualTo(longs[i] * 12345678901L);
      assertThat(doublesOut[i]).isEqualTo(doubles[i] * 0.1);
    }
  }

  private static void eight(Accelerator device) {
    int[] a = {1, 2};
    int[] out = new int[2];
    try (KernelGraph graph = device.graph("eight")) {
      graph
          .launch(
              Range.of(2), DeviceKernels::eight, a, a.clone(), a, a.clone(), a, a.clone(), a, out)
          .download(out)
          .run();
    }
    assertThat(out).containsExactly(7, 14);
  }

  private static void empty(Accelerator device) {
    int[] none = {};
    int[] some = {1, 2, 3};
    try (KernelGraph graph = device.graph("empty")) {
      graph
          .launch(Range.of(0), DeviceKernels::add, none, none)
          .launch(Range.of(0), DeviceKernels::add, some, some)
          .download(none, some);
      graph.run();
      graph.run();
    }
    assertThat(some).containsExactly(1, 2, 3);
    try (KernelGraph graph = device.graph("part-empty")) {
      graph
          .launch(Range.of(3), DeviceKernels::add, some, some)
          .launch(Range.of(0), DeviceKernels::add, none, none)
          .download(some, none)
          .run();
    }
    assertThat(some).containsExactly(2, 4, 6);
  }

  private static void aside(Accelerator device) {
    int[] unused = {1};
    int[] fresh = {1};
    int[] used = {1};
    try (KernelGraph graph = device.graph("aside")) {
      graph
          .upload(unused)
          .uploadEachRun(fresh)
          .launch(Range.of(1), DeviceKernels::add, used, used)
          .download(unused, fresh, used);
      graph.run();
      unused[0] = 2;
      fresh[0] = 2;
      graph.run();
    }
    assertThat(unused).containsExactly(1);
    assertThat(fresh).containsExactly(2);
    assertThat(used).containsExactly(4);
  }

  private static void hidden(Accelerator device) {
    int[] out = new int[100];
    try (KernelGraph graph = device.graph("hidden")) {
      graph.launch(Range.of(100), DeviceKernels.hidden(), out).download(out).run();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(out[i]).isEqualTo(((i - 50) >>> 3) / 4);
    }
  }

  private static float[] floats(int n) {
    float[] all = new float[n];
    for (int i = 0; i < n; i++) {
      all[i] = i;
    }
    return all;
  }
}
