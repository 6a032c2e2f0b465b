package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.internal.mem.IgniteOutOfMemoryException;
import org.apache.ignite.internal.processors.cache.CacheInvalidStateException;
import org.jspecify.annotations.Nullable;

/** Turns the ways in which Ignite fails into errors that callers know. */
final class Faults {
  private Faults() {}

  /** Does something with Ignite; what fails because the grid cannot do it now is UNAVAILABLE. */
  static <T> T guarded(String what, Supplier<T> action) {
    try {
      return action.get();
    } catch (CacheException | IgniteException | IllegalStateException e) {
      throw of(what, e);
    }
  }

  /** As {@link #guarded(String, Supplier)}. */
  static void guard(String what, Runnable action) {
    try {
      action.run();
    } catch (CacheException | IgniteException | IllegalStateException e) {
      throw of(what, e);
    }
  }

  static GridException of(String what, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof GridException known) {
        return known;
      }
    }
    if (isFull(failure)) {
      return new GridException(
          ErrorCode.UNAVAILABLE, what + " is not possible now: the grid's memory is full", failure);
    }
    if (isMinority(failure)) {
      return new GridException(
          ErrorCode.NO_QUORUM,
          what + " is not possible now: this part of the grid sees no majority of the core nodes",
          failure);
    }
    return new GridException(
        ErrorCode.UNAVAILABLE, what + " is not possible now: " + failure.getMessage(), failure);
  }

  /** Whether a cache refused a change because of its {@link Quorum}. */
  private static boolean isMinority(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CacheInvalidStateException
          && String.valueOf(cause.getMessage()).contains("topology is not valid")) {
        return true;
      }
    }
    return false;
  }

  /** Whether something failed because there was no memory left for a row. */
  static boolean isFull(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IgniteOutOfMemoryException) {
        return true;
      }
      for (Throwable part : cause.getSuppressed()) {
        if (isFull(part)) {
          return true;
        }
      }
    }
    return false;
  }
}
