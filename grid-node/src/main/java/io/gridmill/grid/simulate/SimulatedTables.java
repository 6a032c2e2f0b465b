package io.gridmill.grid.simulate;

import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;

/**
 * Tables whose rows are the records themselves, so that a change costs what the change costs. What
 * would not survive the way into a grid is found by the contract of the other tables.
 */
public final class SimulatedTables implements Tables {
  private final SimulatedStore store;
  private final Access access;

  public SimulatedTables(World world) {
    this(new SimulatedStore(world), Access.PERFECT);
  }

  private SimulatedTables(SimulatedStore store, Access access) {
    this.store = store;
    this.access = access;
  }

  /** The same tables, as another process gets at them. */
  public SimulatedTables by(Access other) {
    return new SimulatedTables(store, other);
  }

  /** What has been written and could be lost. */
  public Journal journal() {
    return store.journal();
  }

  /** Has somebody see all changes from now on. */
  public void observe(Observer observer) {
    store.observer(observer);
  }

  SimulatedStore store() {
    return store;
  }

  @Override
  public <K, V> Table<K, V> open(Schema<K, V> schema) {
    return new SimulatedTable<>(store.rows(schema), store, access);
  }
}
