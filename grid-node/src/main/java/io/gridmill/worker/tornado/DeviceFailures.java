package io.gridmill.worker.tornado;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.kernel.KernelException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What to say of what TornadoVM throws, which may be anything. */
final class DeviceFailures {
  private static final Pattern MEMORY =
      Pattern.compile("TornadoOutOfMemory|TornadoMemoryException|Unable to allocate");

  private DeviceFailures() {}

  /** A kernel that cannot be made to run on the device. */
  static RuntimeException notCompiled(String graph, String kernels, TornadoDevice on, Throwable e) {
    if (isMemory(e)) {
      return noMemory(graph, on, e);
    }
    return new KernelException(
        ErrorCode.KERNEL_REFUSED,
        "graph %s: %s cannot be compiled for %s: %s (expected: arithmetic, Math, loops and static"
                .formatted(graph, kernels, on.model(), root(e))
            + " methods; see what a kernel may be)",
        e);
  }

  /** A run that the device did not end. */
  static RuntimeException notRun(String graph, TornadoDevice on, Throwable e) {
    if (isMemory(e)) {
      return noMemory(graph, on, e);
    }
    return new KernelException(
        ErrorCode.JOB_FAILED,
        "graph %s: failed on %s: %s".formatted(graph, on.model(), root(e)),
        e);
  }

  private static KernelException noMemory(String graph, TornadoDevice on, Throwable e) {
    return new KernelException(
        ErrorCode.DEVICE_OUT_OF_MEMORY,
        "graph %s: its arrays do not fit into the memory that the task may use of %s: %s (expected:"
                .formatted(graph, on.model(), root(e))
            + " smaller arrays, or fewer at a time; the node's devices.memory is the limit)",
        e);
  }

  private static boolean isMemory(Throwable thrown) {
    return causes(thrown)
        .anyMatch(
            cause -> MEMORY.matcher(cause.getClass().getSimpleName() + cause.getMessage()).find());
  }

  /** What was thrown first, on one line and without colours. */
  static String root(Throwable thrown) {
    Throwable root = causes(thrown).reduce((outer, inner) -> inner).orElse(thrown);
    String message = String.valueOf(root.getMessage()).replaceAll("\u001b\\[[0-9;]*m", "");
    return root.getClass().getSimpleName() + ": " + message.strip().replaceAll("\\s+", " ");
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, java.util.Objects::nonNull, Throwable::getCause).limit(50);
  }
}
