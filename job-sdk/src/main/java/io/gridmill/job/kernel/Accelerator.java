package io.gridmill.job.kernel;

/**
 * Something that runs kernels: the JVM's own threads, or a device.
 *
 * <p>Inside a job it comes from the job's context, which also closes it; elsewhere take {@link
 * Accelerators#jvm()} and close it. An accelerator may be used by several threads; each {@link
 * KernelGraph} by one at a time.
 *
 * <p>A backend implements {@link #prepare}, {@link #backend}, {@link #device} and {@link #close};
 * it is given the resolved static methods, their arguments, the ranges and the transfers as a
 * {@link KernelPlan}.
 */
public interface Accelerator extends AutoCloseable {

  /**
   * Starts an empty graph.
   *
   * @param name what the graph is called in messages and measurements; not empty
   */
  default KernelGraph graph(String name) {
    return new KernelGraph(name, this);
  }

  /**
   * Makes a plan runnable. Called by {@link KernelGraph}, once, at the first run.
   *
   * @throws IllegalArgumentException if this backend cannot carry out the plan's steps in their
   *     order
   * @throws KernelException if a kernel of the plan cannot be run by this backend
   * @throws IllegalStateException if this accelerator is closed
   */
  KernelExecution prepare(KernelPlan plan);

  /** The short, stable name of the backend, for example {@code jvm}. */
  String backend();

  /** One line for people that says which device this is. */
  String device();

  /** Frees threads and device memory; graphs that were not closed can no longer be run. */
  @Override
  void close();
}
