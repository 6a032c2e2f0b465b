package io.gridmill.worker.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelException;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What must hold of graphs that a device cannot run, or not as the JVM does. */
final class DeviceFaultChecks {
  private static final int N = 1000;

  private DeviceFaultChecks() {}

  /** The checks by their names. */
  static Map<String, Consumer<Accelerator>> all() {
    Map<String, Consumer<Accelerator>> checks = new LinkedHashMap<>();
    checks.put("refusesATransferBetweenLaunches", DeviceFaultChecks::order);
    checks.put("isNotSilentlyWrongOfNumbersThatOverflow", DeviceFaultChecks::overflow);
    checks.put("comparesLaunchesInTheMiddleOfAGraph", DeviceFaultChecks::race);
    checks.put("refusesAKernelThatPrints", DeviceFaultChecks::prints);
    checks.put("runsNothingThatIsOutOfBoundsInTheSample", DeviceFaultChecks::outOfBounds);
    checks.put("refusesArraysOfBooleans", DeviceFaultChecks::booleans);
    checks.put("saysThatTheDeviceHasTooLittleMemory", DeviceFaultChecks::memory);
    return checks;
  }

  private static void overflow(Accelerator device) {
    int[] x = IntStream.generate(() -> Integer.MAX_VALUE).limit(100).toArray();
    int[] out = new int[100];
    try (KernelGraph graph = device.graph("overflow")) {
      graph.launch(Range.of(100), DeviceKernels::overflows, x, out).download(out).run();
      assertThat(out).containsOnly(0);
    } catch (KernelException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.KERNEL_MISMATCH);
      assertThat(e).hasMessageContaining("is 1 on the device, 0 on the JVM");
    }
  }

  /** On a device that runs many indices one after the other, each sees what the one before did. */
  private static void race(Accelerator device) {
    int[] out = new int[N];
    int[] other = new int[N];
    try (KernelGraph graph = device.graph("race")) {
      graph
          .launch(Range.of(N), DeviceKernels::fill, 5, out)
          .launch(Range.of(N), DeviceKernels::races, out)
          .launch(Range.of(N), DeviceKernels::add, out, other)
          .download(other)
          .run();
      assertThat(other).containsOnly(6);
    } catch (KernelException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.KERNEL_MISMATCH);
      assertThat(e).hasMessageContaining("DeviceKernels.races");
    }
  }

  private static void order(Accelerator device) {
    int[] a = {1};
    try (KernelGraph graph = device.graph("order")) {
      graph.launch(Range.of(1), DeviceKernels::add, a, a).uploadEachRun(a);
      graph.launch(Range.of(1), DeviceKernels::add, a, a);
      assertThatThrownBy(graph::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "graph order: upload of a int[] between launches that use it (expected on a device:"
                  + " before the first launch that uses it; make two graphs)");
    }
  }

  private static void prints(Accelerator device) {
    int[] out = new int[3];
    try (KernelGraph graph = device.graph("prints")) {
      graph.launch(Range.of(3), DeviceKernels::prints, out).download(out);
      assertThatThrownBy(graph::run)
          .isInstanceOfSatisfying(
              KernelException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.KERNEL_REFUSED);
                assertThat(e).hasMessageContaining("DeviceKernels.prints");
              });
    }
    assertThat(out).containsOnly(0);
  }

  private static void outOfBounds(Accelerator device) {
    int[] out = new int[100];
    try (KernelGraph graph = device.graph("outside")) {
      graph.launch(Range.of(100), DeviceKernels::outOfBounds, out).download(out);
      assertThatThrownBy(graph::run)
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("DeviceKernels.outOfBounds")
          .hasMessageContaining("IndexOutOfBounds");
    }
    assertThat(out).containsOnly(0);
  }

  private static void booleans(Accelerator device) {
    boolean[] flags = new boolean[100];
    try (KernelGraph graph = device.graph("booleans")) {
      graph.launch(Range.of(100), DeviceKernels::booleans, true, flags, flags).download(flags);
      assertThatThrownBy(graph::run)
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KERNEL_REFUSED))
          .hasMessageContaining("a parameter is a boolean[] [BOOLEAN_ARRAY]");
    }
  }

  private static void memory(Accelerator device) {
    int[] large = new int[40 << 20];
    try (KernelGraph graph = device.graph("large")) {
      graph.launch(Range.of(3), DeviceKernels::fill, 5, large).download(large);
      assertThatThrownBy(graph::run)
          .isInstanceOfSatisfying(
              KernelException.class,
              e -> {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.DEVICE_OUT_OF_MEMORY);
                assertThat(e).hasMessageContaining("graph large").hasMessageContaining("smaller");
              });
    }
  }
}
