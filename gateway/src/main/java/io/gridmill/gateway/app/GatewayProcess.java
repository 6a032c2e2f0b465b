package io.gridmill.gateway.app;

import io.gridmill.grid.config.NodeConfig;
import io.gridmill.grid.node.GridMember;
import io.gridmill.grid.node.GridNode;
import io.gridmill.grid.store.ignite.Departure;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** A gateway with its own way into the grid: as a client of other nodes, or with a node inside. */
final class GatewayProcess implements AutoCloseable {
  private final GridMember grid;
  private final Path keyFile;
  private final Gateway gateway;

  private GatewayProcess(GridMember grid, Path keyFile, Gateway gateway) {
    this.grid = grid;
    this.keyFile = keyFile;
    this.gateway = gateway;
  }

  static GatewayProcess start(GatewayConfig config) {
    if (config.standalone()) {
      NodeConfig given = config.node() == null ? NodeConfig.standard() : config.node();
      NodeConfig inside = given.within(config.dir(), config.bind(), keyOf(config));
      return over(GridNode.start(inside), config);
    }
    return over(
        GridMember.client(config.name(), config.dir(), config.bind(), config.join()), config);
  }

  private static GatewayProcess over(GridMember grid, GatewayConfig config) {
    try {
      var surroundings =
          new Surroundings(grid.tables(), grid.cluster(), InstantSource.system(), grid.metrics());
      Path key = java.util.Objects.requireNonNull(keyOf(config).file());
      return new GatewayProcess(grid, key, Gateway.start(config, surroundings));
    } catch (RuntimeException e) {
      grid.close();
      throw e;
    }
  }

  private static NodeConfig.Key keyOf(GatewayConfig config) {
    return config.key().file() == null
        ? new NodeConfig.Key(config.dir().resolve("operator.key"))
        : config.key();
  }

  URI url() {
    return gateway.url();
  }

  Path keyFile() {
    return keyFile;
  }

  CompletableFuture<Departure> failed() {
    return grid.failed();
  }

  @Override
  public void close() {
    gateway.close();
    grid.close();
  }
}
