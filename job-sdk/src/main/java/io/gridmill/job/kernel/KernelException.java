package io.gridmill.job.kernel;

/**
 * A kernel threw. The message names the graph, the kernel and the indices that were being computed
 * when it did (a superset of the one at fault); the cause is what the kernel threw.
 */
public final class KernelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * An exception for a backend to throw; {@code cause} is what the kernel, or its device, threw.
   */
  public KernelException(String message, Throwable cause) {
    super(message, cause);
  }
}
