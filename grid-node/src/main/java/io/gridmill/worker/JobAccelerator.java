package io.gridmill.worker;

import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accelerator of a worker: made when the first job asks, and kept while the worker lives. */
final class JobAccelerator implements Supplier<Accelerator> {
  private @Nullable Accelerator made;

  @Override
  public synchronized Accelerator get() {
    if (made == null) {
      made = Accelerators.jvm();
    }
    return made;
  }
}
