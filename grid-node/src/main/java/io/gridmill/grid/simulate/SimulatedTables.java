package io.gridmill.grid.simulate;

import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.Tables;
import java.util.HashMap;
import java.util.Map;

/**
 * Tables whose rows are the records themselves, so that a change costs what the change costs. What
 * would not survive the way into a grid is found by the contract of the other tables.
 */
public final class SimulatedTables implements Tables {
  private final World world;
  private final Map<String, SimulatedRows<?, ?>> rows;
  private final Journal journal;
  private final Access access;

  public SimulatedTables(World world) {
    this(world, new HashMap<>(), new Journal(), Access.PERFECT);
  }

  private SimulatedTables(
      World world, Map<String, SimulatedRows<?, ?>> rows, Journal journal, Access access) {
    this.world = world;
    this.rows = rows;
    this.journal = journal;
    this.access = access;
  }

  /** The same tables, as another process gets at them. */
  public SimulatedTables by(Access other) {
    return new SimulatedTables(world, rows, journal, other);
  }

  /** What has been written and could be lost. */
  public Journal journal() {
    return journal;
  }

  @Override
  @SuppressWarnings("unchecked") // a table's name says what its rows are
  public <K, V> Table<K, V> open(Schema<K, V> schema) {
    var same =
        (SimulatedRows<K, V>)
            rows.computeIfAbsent(schema.table(), t -> new SimulatedRows<>(schema, world, journal));
    return new SimulatedTable<>(same, access);
  }
}
