package io.gridmill.grid.store;

import org.jspecify.annotations.Nullable;

/** A row's record cannot be read: it is damaged, or of a version that is not known here. */
public final class UnreadableRow extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableRow(String table, String row, String problem, @Nullable Throwable cause) {
    super("table %s, row %s: %s".formatted(table, row, problem), cause);
  }
}
