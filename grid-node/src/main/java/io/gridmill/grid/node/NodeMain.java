package io.gridmill.grid.node;

import io.gridmill.grid.config.Configuration;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
    NodeConfig config = config(arguments);
    ReadyFile.clear(config.dir());
    GridNode node = GridNode.start(config);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(
                    () -> {
                      node.close();
                      ended.countDown();
                    }));
    ReadyFile.write(
        config.dir(),
        new Ready(
            ProcessHandle.current().pid(),
            config.name(),
            node.discovery(),
            node.metricsUrl(),
            node.keyFile().toString()));
    log.info("node {} is ready; others join it at {}", config.name(), node.discovery());
    node.failed()
        .thenAccept(
            why -> {
              log.error("node {} had to leave the grid and ends: {}", config.name(), why);
              Runtime.getRuntime().halt(1);
            })
        .join();
    ended.await();
  }

  private static NodeConfig config(String[] arguments) {
    try {
      return Configuration.read(List.of(arguments), NodeConfig.class);
    } catch (GridException e) {
      System.err.println("grid-node: " + e.getMessage());
      System.exit(2);
      throw e;
    }
  }
}
