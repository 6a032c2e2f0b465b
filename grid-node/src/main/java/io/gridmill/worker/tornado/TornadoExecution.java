package io.gridmill.worker.tornado;

import io.gridmill.job.kernel.KernelException;
import io.gridmill.job.kernel.KernelExecution;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan as one task graph, which is built and compiled at the first run. */
final class TornadoExecution implements KernelExecution {
  private final TornadoAccelerator accelerator;
  private final DevicePlan plan;
  private final ArraysAside aside;
  private @Nullable DeviceGraph ready;

  /**
   * Makes a plan ready.
   *
   * @throws KernelException with code {@code KERNEL_REFUSED} for a kernel that no device can run
   */
  TornadoExecution(TornadoAccelerator accelerator, DevicePlan plan) {
    this.accelerator = accelerator;
    this.plan = plan;
    this.aside = new ArraysAside(plan.aside());
    plan.launches().forEach(launch -> accelerator.classes().code(launch.kernel()));
  }

  /** Runs the plan; one that has failed is built anew by the next run. */
  @Override
  public void run() {
    accelerator.requireOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "graph %s was interrupted with no launch begun".formatted(plan.name()));
    }
    if (!plan.launches().isEmpty()) {
      if (ready == null) {
        first();
      } else {
        again(ready);
      }
    }
    aside.run();
  }

  private void first() {
    accelerator.building().lock();
    try {
      ready = new FirstRun(accelerator, plan).go();
    } catch (KernelException | OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) {
      throw DeviceFailures.notCompiled(plan.name(), kernels(), accelerator.described(), e);
    } finally {
      accelerator.building().unlock();
    }
  }

  private void again(DeviceGraph graph) {
    try {
      graph.execute();
    } catch (OutOfMemoryError heap) {
      throw heap;
    } catch (Throwable e) {
      close();
      throw DeviceFailures.notRun(plan.name(), accelerator.described(), e);
    }
  }

  private String kernels() {
    return plan.launches().stream()
        .map(launch -> launch.kernel().name())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    DeviceGraph graph = ready;
    ready = null;
    if (graph == null) {
      return;
    }
    try {
      graph.close();
    } catch (Throwable e) {
      throw DeviceFailures.notRun(plan.name(), accelerator.described(), e);
    }
  }
}
