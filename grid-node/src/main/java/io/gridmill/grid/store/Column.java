package io.gridmill.grid.store;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a record that is kept beside its body, so that rows can be found and watched by it
 * without being read.
 *
 * @param name the column's name: lower-case letters, digits and underscores
 * @param type String, Long, Integer or Boolean; enums go in as their name, instants as milliseconds
 * @param indexed whether rows are looked up by this column (an index costs on every write)
 * @param of the column's value of a record
 */
public record Column<V>(
    String name, Class<?> type, boolean indexed, Function<V, @Nullable Object> of) {
  public static <V> Column<V> text(String name, Function<V, @Nullable String> of) {
    return new Column<>(name, String.class, false, of::apply);
  }

  public static <V> Column<V> number(String name, Function<V, @Nullable Long> of) {
    return new Column<>(name, Long.class, false, of::apply);
  }

  public static <V> Column<V> flag(String name, Function<V, Boolean> of) {
    return new Column<>(name, Boolean.class, false, of::apply);
  }

  /** The same column, with an index. */
  public Column<V> withIndex() {
    return new Column<>(name, type, true, of);
  }
}
