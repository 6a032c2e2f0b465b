package io.gridmill.job.kernel;

/**
 * A plan that a backend has made ready to run; what {@link KernelGraph} drives. Used by one thread
 * at a time.
 */
public interface KernelExecution extends AutoCloseable {

  /**
   * Carries out all steps of the plan in order and returns when the last is done.
   *
   * @throws KernelException if a kernel threw
   * @throws java.util.concurrent.CancellationException if the calling thread was interrupted before
   *     all indices were computed; its interrupt status stays set
   */
  void run();

  /** Frees what the plan holds on the device. Called once. */
  @Override
  void close();
}
