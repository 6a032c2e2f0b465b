package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Query.Operator;
import io.gridmill.grid.store.Query.Term;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.lang.IgniteBiPredicate;
import org.jspecify.annotations.Nullable;

/** The terms of a query over binary rows, in a form that travels between nodes. */
final class RowFilter implements IgniteBiPredicate<String, BinaryObject> {
  private static final long serialVersionUID = 1L;

  private final String[] columns;
  private final String[] operators;
  private final Object[][] values;

  private transient @Nullable Query query;

  RowFilter(Query query) {
    List<Term> terms = query.terms();
    columns = terms.stream().map(Term::column).toArray(String[]::new);
    operators = terms.stream().map(t -> t.operator().name()).toArray(String[]::new);
    values = terms.stream().map(t -> t.values().toArray()).toArray(Object[][]::new);
  }

  /** The query's terms. */
  Query query() {
    Query known = query;
    if (known == null) {
      known =
          new Query(
              IntStream.range(0, columns.length)
                  .mapToObj(
                      i -> new Term(columns[i], Operator.valueOf(operators[i]), List.of(values[i])))
                  .toList(),
              null,
              false,
              0);
      query = known;
    }
    return known;
  }

  @Override
  public boolean apply(String key, BinaryObject row) {
    return query().matches(row::<@Nullable Object>field);
  }
}
