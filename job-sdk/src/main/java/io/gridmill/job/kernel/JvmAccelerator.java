package io.gridmill.job.kernel;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs kernels on this JVM's threads, on the host's own arrays. */
final class JvmAccelerator implements Accelerator {

  static final String BACKEND = "jvm";

  private static final long IDLE_SECONDS = 10;

  private final int threads;
  private final ThreadPoolExecutor helpers;

  JvmAccelerator(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
    }
    this.threads = threads;
    int pool = Math.max(1, threads - 1);
    // A call for help that finds the queue full is dropped: the caller does the work itself.
    // Without inherited state, a pooled thread does not hold on to the class loader of a job.
    this.helpers =
        new ThreadPoolExecutor(
            pool,
            pool,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(4 * pool),
            Thread.ofPlatform()
                .daemon()
                .inheritInheritableThreadLocals(false)
                .name("gridmill-kernel-", 0)
                .factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    helpers.allowCoreThreadTimeOut(true);
  }

  @Override
  public KernelExecution prepare(KernelPlan plan) {
    requireOpen();
    List<JvmLaunch> launches =
        plan.steps().stream()
            .filter(KernelPlan.Launch.class::isInstance)
            .map(KernelPlan.Launch.class::cast)
            .map(launch -> new JvmLaunch(plan.name(), launch, threads, helpers))
            .toList();
    return new KernelExecution() {
      @Override
      public void run() {
        requireOpen();
        launches.forEach(JvmLaunch::run);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public String device() {
    return "%s %s on %s, %d thread%s"
        .formatted(
            System.getProperty("java.vm.name"),
            Runtime.version(),
            System.getProperty("os.arch"),
            threads,
            threads == 1 ? "" : "s");
  }

  @Override
  public void close() {
    helpers.shutdown();
  }

  private void requireOpen() {
    if (helpers.isShutdown()) {
      throw new IllegalStateException("accelerator jvm: closed (expected: open)");
    }
  }
}
