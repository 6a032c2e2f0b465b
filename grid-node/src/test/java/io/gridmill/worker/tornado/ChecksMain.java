package io.gridmill.worker.tornado;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelGraph;
import io.gridmill.job.kernel.Range;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Runs checks in a process that can use a device. Arguments: kernels' folder, file, what to do. */
final class ChecksMain {
  private ChecksMain() {}

  public static void main(String[] args) throws Exception {
    try (Accelerator device = TornadoAccelerator.open(Path.of(args[0]))) {
      switch (args[2]) {
        case "checks" -> write(args[1], DeviceChecks.all(), device);
        case "corpus" -> write(args[1], CorpusChecks.all(), device);
        case "out-of-bounds" -> outOfBounds(device);
        default -> throw new IllegalArgumentException(args[2]);
      }
    }
  }

  /** Writes down what went wrong, by the names of the checks; empty where nothing did. */
  private static void write(
      String file, Map<String, Consumer<Accelerator>> checks, Accelerator device)
      throws IOException {
    Map<String, String> outcomes = new LinkedHashMap<>();
    checks.forEach(
        (name, check) -> {
          StringWriter text = new StringWriter();
          try {
            check.accept(device);
          } catch (Throwable e) {
            e.printStackTrace(new PrintWriter(text, true));
          }
          outcomes.put(name, text.toString());
        });
    Files.writeString(Path.of(file), Wire.text(outcomes));
  }

  private static void outOfBounds(Accelerator device) {
    int[] out = new int[100_000];
    try (KernelGraph graph = device.graph("out-of-bounds")) {
      graph.launch(Range.of(100_000), DeviceKernels::onceOutOfBounds, out).download(out).run();
    }
  }
}
