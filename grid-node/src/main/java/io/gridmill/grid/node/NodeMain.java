package io.gridmill.grid.node;

import io.gridmill.grid.config.Configuration;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a grid node and runs it until the process is told to end. */
public final class NodeMain {
  private static final Logger log = LoggerFactory.getLogger(NodeMain.class);

  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

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
    GridNode node;
    try {
      ReadyFile.clear(config.dir());
      node = GridNode.start(config);
    } catch (GridException e) {
      throw Processes.refused("grid-node", e);
    }
    while (run(config, node)) {
      node = again(config);
    }
  }

  /** Runs a node that has started; tells whether it is to be started again. */
  private static boolean run(NodeConfig config, GridNode node)
      throws IOException, InterruptedException {
    ReadyFile.write(
        config.dir(),
        new Ready(
            ProcessHandle.current().pid(),
            config.name(),
            node.discovery(),
            node.metricsUrl(),
            node.keyFile().toString()));
    log.info("node {} is ready; others join it at {}", config.name(), node.discovery());
    return Processes.runUntilTold(config.name(), node, node.failed());
  }

  /** Starts a node again that had to leave, as often as it takes. */
  private static GridNode again(NodeConfig config) throws IOException {
    while (true) {
      try {
        ReadyFile.clear(config.dir());
        return GridNode.start(config);
      } catch (RuntimeException e) {
        log.warn("node {} finds no grid to join, and tries again", config.name(), e);
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }
}
