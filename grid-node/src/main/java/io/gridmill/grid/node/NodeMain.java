package io.gridmill.grid.node;

import io.gridmill.grid.config.Configuration;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a grid node and runs it until the process is told to end. */
public final class NodeMain {
  private static final Logger log = LoggerFactory.getLogger(NodeMain.class);

  private NodeMain() {}

  /** What the node tells those who started it. */
  record Ready(long pid, String name, String discovery, String metrics, String keyFile) {}

  /**
   * Runs a node.
   *
   * @param arguments {@code [--config FILE] [key=value…]}, see {@link NodeConfig}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    NodeConfig config =
        Processes.configured(
            "grid-node", () -> Configuration.read(List.of(arguments), NodeConfig.class));
    ReadyFile.clear(config.dir());
    GridNode node;
    try {
      node = GridNode.start(config);
    } catch (GridException e) {
      throw Processes.refused("grid-node", e);
    }
    ReadyFile.write(
        config.dir(),
        new Ready(
            ProcessHandle.current().pid(),
            config.name(),
            node.discovery(),
            node.metricsUrl(),
            node.keyFile().toString()));
    log.info("node {} is ready; others join it at {}", config.name(), node.discovery());
    Processes.runUntilTold(config.name(), node, node.failed());
  }
}
