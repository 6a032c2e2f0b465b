package io.gridmill.grid.node;

import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.ignite.Departure;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A process's part in a grid, with what is needed to work with it. */
public interface GridMember extends AutoCloseable {

  /** Joins a grid as a client: without rows, and without tasks. */
  static GridMember client(String name, Path dir, String bind, String join) {
    return GridClientMember.join(name, dir, bind, join);
  }

  Tables tables();

  Cluster cluster();

  Metrics metrics();

  /** Completes, with what happened, if it had to leave the grid by itself. */
  CompletableFuture<Departure> failed();

  /** Leaves the grid. */
  @Override
  void close();
}
