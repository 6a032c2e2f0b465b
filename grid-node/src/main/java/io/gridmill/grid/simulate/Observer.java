package io.gridmill.grid.simulate;

import org.jspecify.annotations.Nullable;

/** Sees every change of a row as it happens, before anybody is told of it. */
public interface Observer {
  /**
   * A row has changed.
   *
   * @param before the row as it was; null if there was none
   * @param after the row as it is; null if it was removed
   * @param undone whether the change is one that was taken back by a loss of the disk's cache
   */
  void changed(
      String table, Object key, @Nullable Object before, @Nullable Object after, boolean undone);
}
