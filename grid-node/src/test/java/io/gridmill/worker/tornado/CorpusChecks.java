package io.gridmill.worker.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.job.kernel.KernelException;
import io.gridmill.worker.kernel.corpus.KernelCase;
import io.gridmill.worker.kernel.corpus.KernelCorpus;
import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Every kernel of the corpus gives the JVM's result on a device, or an error that names the reason;
 * those that no device runs are refused as stated.
 */
final class CorpusChecks {
  private CorpusChecks() {}

  /** The checks by the names of the kernels. */
  static Map<String, Consumer<Accelerator>> all() {
    Map<String, Consumer<Accelerator>> checks = new LinkedHashMap<>();
    KernelCorpus.all().forEach(kernel -> checks.put(kernel.name(), device -> run(kernel, device)));
    return checks;
  }

  private static void run(KernelCase kernel, Accelerator device) {
    if (kernel.refusal() != null) {
      assertThatThrownBy(() -> kernel.run(device))
          .isInstanceOfSatisfying(
              KernelException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KERNEL_REFUSED))
          .hasMessageContaining("[" + kernel.refusal() + "]");
      return;
    }
    Object[] expected;
    try (Accelerator jvm = Accelerators.jvm(1)) {
      expected = kernel.run(jvm);
    }
    Object[] found;
    try {
      found = kernel.run(device);
    } catch (KernelException named) {
      assertThat(named.code()).isIn(ErrorCode.KERNEL_REFUSED, ErrorCode.KERNEL_MISMATCH);
      return;
    }
    assertThat(found).hasSameSizeAs(expected);
    for (int a = 0; a < found.length; a++) {
      assertThat(Array.getLength(found[a])).isEqualTo(Array.getLength(expected[a]));
      for (int at = 0; at < Array.getLength(found[a]); at++) {
        compare(kernel, at, Array.get(expected[a], at), Array.get(found[a], at));
      }
    }
  }

  private static void compare(KernelCase kernel, int at, Object expected, Object found) {
    boolean near =
        switch (expected) {
          case Float f -> Math.abs(f - (float) found) <= kernel.ulps() * Math.ulp(f);
          case Double d -> Math.abs(d - (double) found) <= kernel.ulps() * Math.ulp(d);
          default -> false;
        };
    if (kernel.ulps() == 0 || !near) {
      assertThat(found).as("%s[%d]", kernel.name(), at).isEqualTo(expected);
    }
  }
}
