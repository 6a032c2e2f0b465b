package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Note;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.TableContract;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.WatchContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The tables of one node, of a client of it, and of a grid of two nodes. */
class IgniteTablesTest {
  /** Runs both contracts over a grid. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class OverGrid implements TableContract, WatchContract {
    final TestGrid grid = new TestGrid();

    abstract void start();

    @BeforeAll
    void begin() {
      start();
    }

    @AfterAll
    void stop() {
      grid.close();
    }

    @Override
    public Tables tables() {
      return grid.nodes().getLast().tables();
    }

    @Override
    public Table<String, Note> notes() {
      return TableContract.super.notes();
    }
  }

  @Nested
  class OnOneServer extends OverGrid {
    @Override
    void start() {
      grid.start("only", Role.CORE, Role.PROVIDER);
    }
  }

  @Nested
  class FromAClientOfTwoServers extends OverGrid {
    @Override
    void start() {
      grid.start("one", Role.CORE);
      grid.start("two", Role.PROVIDER);
      grid.start("gateway", Role.GATEWAY);
    }
  }
}
