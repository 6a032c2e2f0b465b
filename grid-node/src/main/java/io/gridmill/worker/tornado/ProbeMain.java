package io.gridmill.worker.tornado;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes down, as a JSON list, which devices kernels are run on in this process. Argument: the file
 * to write; standard output is TornadoVM's, which prints there.
 */
public final class ProbeMain {
  private ProbeMain() {}

  public static void main(String[] args) throws IOException {
    try (TornadoAccelerator accelerator = TornadoAccelerator.open(Path.of("."))) {
      Files.writeString(Path.of(args[0]), Wire.text(List.of(accelerator.described())));
    }
  }
}
