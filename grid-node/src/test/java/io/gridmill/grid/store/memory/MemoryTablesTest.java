package io.gridmill.grid.store.memory;

import io.gridmill.grid.store.Note;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.TableContract;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.WatchContract;

class MemoryTablesTest implements TableContract, WatchContract {
  private final MemoryTables tables = new MemoryTables();

  @Override
  public Tables tables() {
    return tables;
  }

  @Override
  public Table<String, Note> notes() {
    return TableContract.super.notes();
  }
}
