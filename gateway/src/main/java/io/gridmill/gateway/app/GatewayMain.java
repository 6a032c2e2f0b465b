package io.gridmill.gateway.app;

import io.gridmill.grid.config.Configuration;
import io.gridmill.grid.node.Processes;
import io.gridmill.grid.node.ReadyFile;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a gateway and runs it until the process is told to end. */
public final class GatewayMain {
  private static final Logger log = LoggerFactory.getLogger(GatewayMain.class);

  private GatewayMain() {}

  /** What the gateway tells those who started it. */
  record Ready(long pid, String name, String url, String keyFile) {}

  /**
   * Runs a gateway.
   *
   * @param arguments {@code [--config FILE] [key=value…]}, see {@link GatewayConfig}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    GatewayConfig config =
        Processes.configured(
            "gateway", () -> Configuration.read(List.of(arguments), GatewayConfig.class));
    ReadyFile.clear(config.dir());
    GatewayProcess process;
    try {
      process = GatewayProcess.start(config);
    } catch (GridException e) {
      throw Processes.refused("gateway", e);
    }
    ReadyFile.write(
        config.dir(),
        new Ready(
            ProcessHandle.current().pid(),
            config.name(),
            process.url().toString(),
            process.keyFile().toString()));
    log.info("gateway {} is ready at {}", config.name(), process.url());
    var _ = Processes.runUntilTold(config.name(), process, process.failed());
  }
}
