package io.gridmill.grid.simulate;

import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.store.Schema;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all that get at the same tables share. */
final class SimulatedStore {
  private final World world;
  private final Journal journal = new Journal();
  private final Map<String, SimulatedRows<?, ?>> rows = new HashMap<>();
  private Observer observer = (table, key, before, after, undone) -> {};
  private Carrier carrier = Carrier.FAITHFUL;

  /** Carries out changes where the rows are. */
  interface Carrier {
    Carrier FAITHFUL =
        new Carrier() {
          @Override
          public <V, A, R> RowUpdate.Outcome<V, R> carry(
              String by, Object key, RowUpdate<V, A, R> update, @Nullable V row, A argument) {
            return update.apply(row, argument);
          }
        };

    /**
     * Carries out a change.
     *
     * @param by who wants it
     */
    <V, A, R> RowUpdate.Outcome<V, R> carry(
        String by, Object key, RowUpdate<V, A, R> update, @Nullable V row, A argument);
  }

  SimulatedStore(World world) {
    this.world = world;
  }

  World world() {
    return world;
  }

  Journal journal() {
    return journal;
  }

  Observer observer() {
    return observer;
  }

  void observer(Observer next) {
    this.observer = next;
  }

  Carrier carrier() {
    return carrier;
  }

  void carrier(Carrier next) {
    this.carrier = next;
  }

  @SuppressWarnings("unchecked") // a table's name says what its rows are
  <K, V> SimulatedRows<K, V> rows(Schema<K, V> schema) {
    return (SimulatedRows<K, V>)
        rows.computeIfAbsent(schema.table(), t -> new SimulatedRows<>(schema, this));
  }
}
