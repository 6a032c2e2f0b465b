package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.apache.ignite.IgniteException;

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
    return new GridException(
        ErrorCode.UNAVAILABLE, what + " is not possible now: " + failure.getMessage(), failure);
  }
}
