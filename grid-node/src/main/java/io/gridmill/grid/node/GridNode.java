package io.gridmill.grid.node;

import io.gridmill.grid.account.Accounts;
import io.gridmill.grid.artifact.Artifacts;
import io.gridmill.grid.artifact.Housekeeping;
import io.gridmill.grid.config.NodeConfig;
import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.schedule.OwedEffects;
import io.gridmill.grid.schedule.SchedulerService;
import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.grid.schedule.UsageLedger;
import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Tables;
import io.gridmill.grid.store.ignite.Departure;
import io.gridmill.grid.store.ignite.IgniteNode;
import io.gridmill.grid.store.ignite.IgniteStart;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.grid.trust.Standings;
import io.gridmill.grid.trust.Trust;
import io.gridmill.job.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running grid node: its part of the grid, and what it does there by its roles. */
public final class GridNode implements GridMember {
  private static final Logger log = LoggerFactory.getLogger(GridNode.class);

  private static final Duration UNUSED_ARTIFACTS_STAY = Duration.ofDays(1);

  private final NodeConfig config;
  private final IgniteNode ignite;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Metrics metrics = Metrics.ofProcess();
  private Metrics.@Nullable Endpoint endpoint;

  private GridNode(NodeConfig config) {
    this.config = config;
    this.ignite = IgniteStart.start(NodeSettings.of(config), GridTables.all());
  }

  /** Starts a node and returns when it does its work. */
  public static GridNode start(NodeConfig config) {
    GridNode node = new GridNode(config);
    try {
      node.ignite.awaitCopies();
      node.startParts(InstantSource.system());
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void startParts(InstantSource clock) {
    TaskBoard board = opened(new TaskBoard(tables(), clock));
    Resources resources = new Resources(tables());
    if (config.isCore()) {
      startCore(board, resources, clock);
    }
    if (config.isProvider()) {
      opened(Provider.start(config, cluster(), tables(), board, resources, clock, metrics));
    }
    boolean keepsRows = config.persistence() != NodeConfig.Persistence.NONE;
    if (config.isCore() || keepsRows) {
      var shortages = new Shortages(tables());
      ByteSize least = config.data().free();
      opened(new DiskWatch(shortages, cluster().self(), config.dir(), least, clock));
    }
    if (config.metrics().port() >= 0) {
      endpoint = opened(serveMetrics());
    }
  }

  private void startCore(TaskBoard board, Resources resources, InstantSource clock) {
    Accounts accounts = opened(new Accounts(tables(), clock, new SecureRandom()));
    OperatorKey.bootstrap(accounts, keyFile());
    var standings = new Standings(tables(), clock);
    var checks = new CheckRate(config.trust().spotChecks(), new SecureRandom().nextLong());
    var scheduler =
        new SchedulerService(
            SchedulingPolicy.of(config.schedule()),
            board,
            resources,
            new Maintenance(tables()),
            new UsageLedger(tables()),
            new Trust(standings, checks),
            cluster(),
            clock,
            metrics);
    var deliveries = new Deliveries(tables(), clock);
    var effects =
        new OwedEffects(board, deliveries, standings, new Ledger(tables()), cluster(), clock);
    cluster().singleton(SchedulerService.NAME, Member.Role.CORE, scheduler);
    cluster().singleton(OwedEffects.NAME, Member.Role.CORE, effects);
    var artifacts = new Artifacts(tables(), clock, new SecureRandom());
    var housekeeping = new Housekeeping(artifacts, board::artifacts, clock, UNUSED_ARTIFACTS_STAY);
    cluster().singleton(Housekeeping.NAME, Member.Role.CORE, housekeeping);
  }

  private Metrics.Endpoint serveMetrics() {
    try {
      return metrics.serve(config.bind(), config.metrics().port());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "metrics.port: " + config.metrics().port() + " cannot be listened on", e);
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
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

  /** Where other nodes join this one. */
  public String discovery() {
    return config.bind() + ":" + ignite.ports().discovery();
  }

  /** Where metrics are served; empty if nowhere. */
  public String metricsUrl() {
    return endpoint == null ? "" : "http://" + config.bind() + ":" + endpoint.port() + "/metrics";
  }

  /** Where the operator's first key is written, if this node makes it. */
  public Path keyFile() {
    Path file = config.key().file();
    return file == null ? config.dir().resolve("operator.key") : file;
  }

  /** Completes, with what happened, if the node had to leave the grid by itself. */
  @Override
  public CompletableFuture<Departure> failed() {
    return ignite.failed();
  }

  /** Stops the node's work, last begun first, and leaves the grid. */
  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        log.warn("a part of node {} did not stop well; the others are stopped", config.name(), e);
      }
    }
    ignite.close();
  }
}
