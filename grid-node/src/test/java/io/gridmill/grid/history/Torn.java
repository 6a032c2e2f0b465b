package io.gridmill.grid.history;

import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Changes of rows that are not atomic. */
final class Torn {
  private Torn() {}

  @SuppressWarnings("unchecked") // the arguments of updateAll
  static <K, V> Object updateAll(Table<K, V> table, Object[] arguments) {
    Map<K, Object> asked = (Map<K, Object>) arguments[0];
    RowUpdate<V, Object, Object> update = (RowUpdate<V, Object, Object>) arguments[1];
    Map<K, Object> answers = new LinkedHashMap<>();
    asked.forEach(
        (key, argument) -> {
          V before = table.get(key).orElse(null);
          LockSupport.parkNanos(20_000);
          RowUpdate.Outcome<V, Object> outcome = update.apply(before, argument);
          if (outcome.row() != null && !outcome.leaves(before)) {
            table.put(key, outcome.row());
          }
          answers.put(key, outcome.answer());
        });
    return answers;
  }
}
