package io.gridmill.grid.store;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What all tables do alike with a {@link RowUpdate}: find it by its class, and report its errors.
 */
public final class Updates {
  private static final ConcurrentMap<String, RowUpdate<?, ?, ?>> BY_CLASS =
      new ConcurrentHashMap<>();

  private Updates() {}

  /** This process's one instance of an update's class. */
  @SuppressWarnings("unchecked") // the same class
  public static <V, A, R> RowUpdate<V, A, R> resolve(RowUpdate<V, A, R> update) {
    return (RowUpdate<V, A, R>) named(update.getClass().getName());
  }

  /**
   * This process's one instance of the update class of this name.
   *
   * @throws GridException if there is no such class, or it cannot be made without parameters
   */
  public static RowUpdate<?, ?, ?> named(String className) {
    return BY_CLASS.computeIfAbsent(className, Updates::make);
  }

  private static RowUpdate<?, ?, ?> make(String className) {
    try {
      var constructor =
          Class.forName(className).asSubclass(RowUpdate.class).getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new GridException(
          ErrorCode.INTERNAL,
          "update: " + className + " (expected: a RowUpdate with a constructor without parameters)",
          e);
    }
  }

  /** The error that a caller gets when an update threw this: a GridException as it is. */
  public static GridException failure(Throwable thrown) {
    return thrown instanceof GridException known
        ? known
        : new GridException(ErrorCode.INTERNAL, "an update of a row failed: " + thrown, thrown);
  }

  /** Collects the errors of a batch: the first is thrown, with the others suppressed. */
  public static final class Failures {
    private static final int KEPT = 10;

    private @Nullable RuntimeException first;

    public void add(RuntimeException failure) {
      if (first == null) {
        first = failure;
      } else if (first.getSuppressed().length < KEPT) {
        first.addSuppressed(failure);
      }
    }

    public void throwIfAny() {
      if (first != null) {
        throw first;
      }
    }
  }
}
