package io.gridmill.worker;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.worker.tornado.TornadoAccelerator;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accelerator of a worker: made when the first job asks, and kept while the worker lives. */
final class JobAccelerator implements Supplier<Accelerator> {
  /** Set by the node in processes that are to use a device: where to write kernels. */
  private static final String KERNELS = "gridmill.kernels";

  private @Nullable Accelerator made;

  @Override
  public synchronized Accelerator get() {
    if (made == null) {
      String kernels = System.getProperty(KERNELS);
      made = kernels == null ? Accelerators.jvm() : TornadoAccelerator.open(Path.of(kernels));
    }
    return made;
  }
}
