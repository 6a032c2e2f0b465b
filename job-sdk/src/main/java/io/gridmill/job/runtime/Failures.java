package io.gridmill.job.runtime;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.kernel.KernelException;
import org.jspecify.annotations.Nullable;

/** What to report of what a job threw. */
final class Failures {
  private static final int MAX_MESSAGE = 500;

  private Failures() {}

  static JobFailure of(Throwable thrown) {
    return thrown instanceof JobFailure known ? known : new JobFailure(describe(thrown), thrown);
  }

  /** Whether the worker cannot go on after it. */
  static boolean isFatal(Throwable thrown) {
    return outOfMemory(thrown) != null;
  }

  static Failure describe(Throwable thrown) {
    OutOfMemoryError memory = outOfMemory(thrown);
    if (memory != null) {
      return new Failure(ErrorCode.OUT_OF_MEMORY, line(memory), detail(thrown));
    }
    if (thrown instanceof GridException own) {
      String message = oneLine(String.valueOf(own.getMessage()));
      if (own.code() == ErrorCode.BAD_INPUT) {
        return Failure.of(ErrorCode.BAD_INPUT, message);
      }
      if (own.code() == ErrorCode.JOB_FAILED) {
        return new Failure(ErrorCode.JOB_FAILED, message, detail(own));
      }
    }
    ErrorCode code =
        thrown instanceof KernelException kernel ? kernel.code() : ErrorCode.JOB_FAILED;
    return new Failure(code, line(thrown), detail(thrown));
  }

  private static @Nullable OutOfMemoryError outOfMemory(Throwable thrown) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < StackTraces.MAX_CAUSES; t = t.getCause()) {
      if (t instanceof OutOfMemoryError memory) {
        return memory;
      }
      depth++;
    }
    return null;
  }

  private static @Nullable String detail(Throwable thrown) {
    try {
      return StackTraces.of(thrown);
    } catch (OutOfMemoryError none) {
      return null; // the message says it already
    }
  }

  private static String line(Throwable thrown) {
    return oneLine(StackTraces.title(thrown));
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " | ");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE - 3) + "...";
  }
}
