package io.gridmill.grid.node;

import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.schedule.UsageLedger;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.grid.trust.Standings;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** All tables of a grid: a node that may come to hold rows has to know them. */
public final class GridTables {
  private GridTables() {}

  public static Collection<Schema<?, ?>> all() {
    return Stream.of(
            Accounts.schemas(),
            Artifacts.schemas(),
            Deliveries.schemas(),
            Resources.schemas(),
            Maintenance.schemas(),
            UsageLedger.schemas(),
            Standings.schemas(),
            Ledger.schemas(),
            Shortages.schemas(),
            TaskBoard.schemas(),
            TaskLogs.schemas())
        .<Schema<?, ?>>flatMap(List::stream)
        .toList();
  }
}
