package io.gridmill.grid.ledger;

import io.gridmill.grid.store.Member.Role;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.ignite.IgniteNode;
import io.gridmill.grid.store.ignite.IgniteSettings;
import io.gridmill.grid.store.ignite.IgniteStart;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A ledger over the tables of a core node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IgniteLedgerTest implements LedgerContract {
  private @Nullable IgniteNode node;

  @BeforeAll
  void start(@TempDir Path dir) {
    node =
        IgniteStart.start(
            new IgniteSettings(
                "core",
                Set.of(Role.CORE),
                Map.of(),
                dir,
                IgniteSettings.Network.loopback(),
                IgniteSettings.Storage.inMemory()),
            Ledger.schemas());
  }

  @AfterAll
  void stop() {
    Objects.requireNonNull(node).close();
  }

  @Override
  public Tables tables() {
    return Objects.requireNonNull(node).tables();
  }
}
