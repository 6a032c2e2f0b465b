package io.gridmill.worker.tornado;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.KernelException;
import io.gridmill.job.kernel.KernelExecution;
import io.gridmill.job.kernel.KernelPlan;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Runs kernels on TornadoVM's default device, in a process that was started for it. */
public final class TornadoAccelerator implements Accelerator {
  /** How many launches are remembered as compared; later ones are compared each time. */
  private static final int MOST_SEEN = 10_000;

  /** TornadoVM gives wrong results when several threads build graphs at once. */
  private final Lock building = new ReentrantLock();

  private final TornadoApi api;
  private final TornadoDevice device;
  private final KernelClasses classes;
  private final Set<FirstRun.Shape> seen = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private TornadoAccelerator(TornadoApi api, TornadoDevice device, Path kernels) {
    this.api = api;
    this.device = device;
    this.classes = new KernelClasses(api, kernels);
  }

  /**
   * Finds the device, which takes about a second.
   *
   * @param kernels a folder of the class path that kernels may be written to
   * @throws KernelException with code {@code DEVICE_UNAVAILABLE} if there is none
   */
  public static TornadoAccelerator open(Path kernels) {
    try {
      TornadoApi api = new TornadoApi();
      return new TornadoAccelerator(api, api.describe(api.defaultDevice()), kernels);
    } catch (Throwable e) {
      throw new KernelException(
          ErrorCode.DEVICE_UNAVAILABLE,
          "TornadoVM finds no device: %s (expected: a driver that its backends can use, such as an"
                  .formatted(DeviceFailures.root(e))
              + " OpenCL platform that clinfo shows, or CUDA)",
          e);
    }
  }

  @Override
  public KernelExecution prepare(KernelPlan plan) {
    requireOpen();
    return new TornadoExecution(this, DevicePlan.of(plan));
  }

  TornadoApi api() {
    return api;
  }

  TornadoDevice described() {
    return device;
  }

  KernelClasses classes() {
    return classes;
  }

  /** Whether this process has compared such a launch with the JVM. */
  boolean hasSeen(FirstRun.Shape shape) {
    return seen.contains(shape);
  }

  void see(FirstRun.Shape shape) {
    if (seen.size() < MOST_SEEN) {
      seen.add(shape);
    }
  }

  Lock building() {
    return building;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("accelerator tornado: closed (expected: open)");
    }
  }

  @Override
  public String backend() {
    return "tornado";
  }

  @Override
  public String device() {
    return "%s by TornadoVM (%s, %s), %d compute unit%s, %d MiB"
        .formatted(
            device.model(),
            device.backend(),
            device.platform(),
            device.units(),
            device.units() == 1 ? "" : "s",
            device.memory() >> 20);
  }

  @Override
  public void close() {
    closed = true;
  }
}
