package io.gridmill.grid.store;

import io.gridmill.job.GridException;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
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
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Set<String> TAKEN = Set.of("v", "body", "payload");
  private static final Set<Class<?>> TYPES =
      Set.of(String.class, Long.class, Integer.class, Boolean.class);

  public Column {
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw GridException.invalid(
          "column", name, "lower-case letters, digits and underscores, other than " + TAKEN);
    }
    if (!TYPES.contains(type)) {
      throw GridException.invalid(
          "column " + name, type.getSimpleName(), "String, Long, Integer or Boolean");
    }
  }

  public static <V> Column<V> text(String name, Function<V, @Nullable String> of) {
    return new Column<>(name, String.class, false, of::apply);
  }

  public static <V> Column<V> number(String name, Function<V, @Nullable Long> of) {
    return new Column<>(name, Long.class, false, of::apply);
  }

  public static <V> Column<V> integer(String name, Function<V, @Nullable Integer> of) {
    return new Column<>(name, Integer.class, false, of::apply);
  }

  public static <V> Column<V> flag(String name, Function<V, @Nullable Boolean> of) {
    return new Column<>(name, Boolean.class, false, of::apply);
  }

  /** The same column, with an index. */
  public Column<V> withIndex() {
    return new Column<>(name, type, true, of);
  }
}
