package io.gridmill.job.kernel;

/** Where accelerators come from outside a job, for example in tests. */
public final class Accelerators {

  private Accelerators() {}

  /** The JVM's own threads, as many as it has processors. The caller closes it. */
  public static Accelerator jvm() {
    return jvm(Runtime.getRuntime().availableProcessors());
  }

  /**
   * The JVM's own threads. The caller closes it.
   *
   * @param threads how many compute at once, the calling thread included; {@code >= 1}
   */
  public static Accelerator jvm(int threads) {
    return new JvmAccelerator(threads);
  }
}
