package io.gridmill.grid.store;

import io.gridmill.job.GridException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which rows, by their columns: all terms must hold.
 *
 * @param terms the conditions
 * @param orderBy the column to order by, ties by the key's text, rows without a value last; null
 *     for no order
 * @param descending whether the largest comes first
 * @param limit the most rows; 0 for no limit
 */
public record Query(List<Term> terms, @Nullable String orderBy, boolean descending, int limit) {
  public static final Query ALL = new Query(List.of(), null, false, 0);

  public Query {
    if (limit < 0) {
      throw GridException.invalid("limit", limit, ">= 0");
    }
    terms = List.copyOf(terms);
  }

  /** How values of one column compare. */
  public static final Comparator<Object> ORDER = Query::compare;

  /** A condition on a column. */
  public record Term(String column, Operator operator, List<Object> values) {
    public Term {
      if (operator != Operator.IN && values.size() != 1) {
        throw GridException.invalid("column " + column, values, "one bound for " + operator);
      }
      values = List.copyOf(values);
    }

    /** Whether a column's value meets this; the values are of the column's type. */
    public boolean matches(@Nullable Object value) {
      return value != null
          && switch (operator) {
            case IN -> values.contains(value);
            case LESS -> ORDER.compare(value, values.getFirst()) < 0;
            case AT_LEAST -> ORDER.compare(value, values.getFirst()) >= 0;
          };
    }
  }

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

  /** Whether a row with these columns matches, order and limit aside. */
  public boolean matches(Function<String, @Nullable Object> columns) {
    for (Term term : terms) {
      if (!term.matches(columns.apply(term.column()))) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked") // the types of columns all compare with themselves
  private static int compare(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  private Query with(Term term) {
    List<Term> more = new ArrayList<>(terms);
    more.add(term);
    return new Query(List.copyOf(more), orderBy, descending, limit);
  }
}
