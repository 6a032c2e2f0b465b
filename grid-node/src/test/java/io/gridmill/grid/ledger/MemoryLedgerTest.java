package io.gridmill.grid.ledger;

import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.memory.MemoryTables;

class MemoryLedgerTest implements LedgerContract {
  private final MemoryTables tables = new MemoryTables();

  @Override
  public Tables tables() {
    return tables;
  }
}
