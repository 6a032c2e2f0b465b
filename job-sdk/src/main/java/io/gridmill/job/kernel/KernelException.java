package io.gridmill.job.kernel;

import io.gridmill.job.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A kernel threw, or its device failed. The message names the graph and the kernel; on the JVM also
 * the indices that were being computed when it did (a superset of the one at fault), and the cause
 * is what the kernel threw.
 */
public final class KernelException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  /**
   * An exception for a backend to throw; {@code cause} is what the kernel, or its device, threw.
   */
  public KernelException(String message, Throwable cause) {
    this(ErrorCode.JOB_FAILED, message, cause);
  }

  /** The same, for an attempt that is to fail with {@code code} if the job lets it pass. */
  public KernelException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * What an attempt fails with if its job lets this pass: {@link ErrorCode#JOB_FAILED} if the
   * kernel threw, else {@link ErrorCode#KERNEL_REFUSED}, {@link ErrorCode#KERNEL_MISMATCH}, {@link
   * ErrorCode#DEVICE_OUT_OF_MEMORY} or {@link ErrorCode#DEVICE_UNAVAILABLE}.
   */
  public ErrorCode code() {
    return code;
  }
}
