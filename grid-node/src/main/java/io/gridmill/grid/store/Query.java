package io.gridmill.grid.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows, by their columns: all terms must hold.
 *
 * @param terms the conditions
 * @param orderBy the column to order by, ties by key; null for no order
 * @param descending whether the largest comes first
 * @param limit the most rows; 0 for no limit
 */
public record Query(List<Term> terms, @Nullable String orderBy, boolean descending, int limit) {
  public static final Query ALL = new Query(List.of(), null, false, 0);

  /** A condition on a column. */
  public record Term(String column, Operator operator, List<Object> values) {}

  /** How a column is compared; a column without a value matches nothing. */
  public enum Operator {
    IN,
    LESS,
    AT_LEAST
  }

  public static Query where(String column, Object... anyOf) {
    return ALL.and(column, anyOf);
  }

  public Query and(String column, Object... anyOf) {
    return with(new Term(column, Operator.IN, List.of(anyOf)));
  }

  public Query andIn(String column, Collection<?> anyOf) {
    return with(new Term(column, Operator.IN, List.copyOf(anyOf)));
  }

  public Query andLess(String column, Object bound) {
    return with(new Term(column, Operator.LESS, List.of(bound)));
  }

  public Query andAtLeast(String column, Object bound) {
    return with(new Term(column, Operator.AT_LEAST, List.of(bound)));
  }

  public Query order(String column, boolean largestFirst) {
    return new Query(terms, column, largestFirst, limit);
  }

  public Query first(int rows) {
    return new Query(terms, orderBy, descending, rows);
  }

  private Query with(Term term) {
    List<Term> more = new ArrayList<>(terms);
    more.add(term);
    return new Query(List.copyOf(more), orderBy, descending, limit);
  }
}
