package io.gridmill.grid.node;

import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.ignite.Departure;
import io.gridmill.grid.store.ignite.IgniteNode;
import io.gridmill.grid.store.ignite.IgniteSettings;
import io.gridmill.grid.store.ignite.IgniteStart;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A client of a grid. */
final class GridClientMember implements GridMember {
  private final IgniteNode ignite;
  private final Metrics metrics = Metrics.ofProcess();

  private GridClientMember(IgniteNode ignite) {
    this.ignite = ignite;
  }

  static GridClientMember join(String name, Path dir, String bind, String join) {
    IgniteSettings settings =
        new IgniteSettings(
            name,
            Set.of(Member.Role.GATEWAY),
            Map.of(),
            dir,
            NodeSettings.network(bind, 0, join),
            IgniteSettings.Storage.inMemory());
    return new GridClientMember(IgniteStart.start(settings, GridTables.all()));
  }

  @Override
  public Tables tables() {
    return ignite.tables();
  }

  @Override
  public Cluster cluster() {
    return ignite.cluster();
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public CompletableFuture<Departure> failed() {
    return ignite.failed();
  }

  @Override
  public void close() {
    ignite.close();
  }
}
