package io.gridmill.grid.node;

import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.artifact.LocalCache;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.grid.device.TornadoSdk;
import io.gridmill.grid.exec.NodeDevices;
import io.gridmill.grid.exec.PretendRunner;
import io.gridmill.grid.exec.Runner;
import io.gridmill.grid.exec.RunnerConfig;
import io.gridmill.grid.exec.RunnerLoad;
import io.gridmill.grid.exec.RunnerParts;
import io.gridmill.grid.exec.TaskRunner;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.Heartbeat;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskLogs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What a node does that runs tasks: it takes orders, and tells that it is well. */
final class Provider implements AutoCloseable {
  private final Runner runner;
  private final Heartbeat heartbeat;

  private Provider(Runner runner, Heartbeat heartbeat) {
    this.runner = runner;
    this.heartbeat = heartbeat;
  }

  static Provider start(
      NodeConfig config,
      Cluster cluster,
      Tables tables,
      TaskBoard board,
      Resources resources,
      InstantSource clock,
      Metrics metrics) {
    Artifacts artifacts = new Artifacts(tables, clock, new java.security.SecureRandom());
    NodeDevices devices = devices(config);
    Runner runner =
        config.exec().pretend()
            ? new PretendRunner(board, config.name(), config.cores())
            : new Running(
                runner(config, devices.flags(), tables, board, artifacts, clock, metrics));
    cluster.serve(Orders.RUN, runner::run);
    cluster.serve(Orders.SIGNAL, runner::signal);
    cluster.serve(Orders.HELD, question -> runner.held());
    Offer offer =
        new Offer(
            cluster.self().id(),
            config.name(),
            config.cores(),
            config.memory(),
            devices.all(),
            NodeSettings.attributes(config));
    Heartbeat heartbeat = new Heartbeat(resources, offer, () -> load(runner), clock);
    return new Provider(runner, heartbeat);
  }

  private static NodeDevices devices(NodeConfig config) {
    return config.exec().pretend()
        ? NodeDevices.NONE
        : TornadoSdk.at(System.getenv(TornadoSdk.HOME))
            .map(sdk -> NodeDevices.probe(sdk, config.devices().memory(), work(config)))
            .orElse(NodeDevices.NONE);
  }

  private static Path work(NodeConfig config) {
    return config.dir().resolve("work");
  }

  private static Heartbeat.Load load(Runner runner) {
    var load = runner.load();
    return new Heartbeat.Load(load.running(), load.waiting());
  }

  private static RunnerConfig runnerConfig(NodeConfig config, List<String> deviceFlags) {
    return new RunnerConfig(
        work(config),
        config.name(),
        config.cores(),
        config.memory(),
        config.memory(),
        config.exec().log().limit(),
        config.exec().commands(),
        RunnerConfig.DEFAULT_WORKER_IDLE,
        deviceFlags);
  }

  private static TaskRunner runner(
      NodeConfig config,
      List<String> deviceFlags,
      Tables tables,
      TaskBoard board,
      Artifacts artifacts,
      InstantSource clock,
      Metrics metrics) {
    Path folder = config.dir().resolve("cache");
    try {
      LocalCache cache = new LocalCache(artifacts, folder, config.cache().size().bytes(), clock);
      return new TaskRunner(
          runnerConfig(config, deviceFlags),
          new RunnerParts(board, new TaskLogs(tables), artifacts, cache, clock, metrics));
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + config.dir() + " cannot be used", e);
    }
  }

  /** What runs tasks indeed. */
  private record Running(TaskRunner tasks) implements Runner {
    @Override
    public Orders.Refused run(Orders.Run run) {
      return tasks.run(run);
    }

    @Override
    public Orders.Done signal(Orders.Signals signals) {
      return tasks.signal(signals);
    }

    @Override
    public Orders.Holding held() {
      return tasks.held();
    }

    @Override
    public RunnerLoad load() {
      return tasks.load();
    }

    @Override
    public void close() {
      tasks.close();
    }
  }

  /** Gives back what has not started, so that other nodes take it at once. */
  @Override
  public void close() {
    try {
      heartbeat.close();
    } finally {
      runner.close();
    }
  }
}
