package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import org.jspecify.annotations.Nullable;

/** An attempt failed on the job's side; the cause, if any, is what the job threw. */
public final class JobFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  JobFailure(Failure failure, @Nullable Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  static JobFailure of(ErrorCode code, String message) {
    return new JobFailure(Failure.of(code, message), null);
  }

  /** What to report: code, one line, and the stack trace without the runtime's own frames. */
  public Failure failure() {
    return failure;
  }
}
