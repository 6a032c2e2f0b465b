package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.ignite.IgniteNode.Ports;
import io.gridmill.grid.store.ignite.IgniteSettings.Durability;
import io.gridmill.grid.store.ignite.IgniteSettings.Network;
import io.gridmill.grid.store.ignite.IgniteSettings.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.ExecutorConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.configuration.WALMode;
import org.apache.ignite.events.EventType;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.apache.ignite.spi.metric.noop.NoopMetricExporterSpi;

/** What Ignite is configured with: small pools and regions, nothing that Gridmill does not use. */
final class IgniteConfigurations {
  /**
   * After how long a silent gateway counts as gone. It holds no rows and no tasks, so nothing waits
   * for that, while one that is told to have gone loses its watches.
   */
  private static final Duration CLIENT_SILENCE = Duration.ofSeconds(30);

  /** How long the first attempt to connect may take; all of them three times that. */
  private static final long CONNECT_MILLIS = 1000;

  private static final long MIB = 1L << 20;
  private static final long FIRST_REGION = 16 * MIB;

  /** How long a node that was not let in tries to take its leave; Ignite does so twice. */
  private static final long GOODBYE_MILLIS = 3000;

  private static final long JOIN_TIMEOUT_MILLIS = 30_000;

  private final IgniteSettings settings;
  private final UUID id;
  private final LocalNode local;
  private final CompletableFuture<Departure> failed;
  private final TcpDiscoveryVmIpFinder addresses = new TcpDiscoveryVmIpFinder();

  IgniteConfigurations(
      IgniteSettings settings, UUID id, LocalNode local, CompletableFuture<Departure> failed) {
    this.settings = settings;
    this.id = id;
    this.local = local;
    this.failed = failed;
  }

  /** Whether some port may be any that is free. */
  boolean anyPort() {
    Network network = settings.network();
    return network.discoveryPort() == 0 || network.communicationPort() == 0;
  }

  Ports ports() {
    Network network = settings.network();
    int discovery = settings.client() ? 0 : orFree(network.discoveryPort());
    return new Ports(discovery, orFree(network.communicationPort()), network.consolePort());
  }

  private int orFree(int port) {
    return port == 0 ? IgniteStart.freePort(settings.network().bind()) : port;
  }

  IgniteConfiguration make(Ports ports) {
    long detection = settings.network().failureDetection().toMillis();
    IgniteConfiguration configuration = new IgniteConfiguration();
    configuration
        .setIgniteInstanceName(settings.name())
        .setConsistentId(id.toString())
        .setClientMode(settings.client())
        .setUserAttributes(attributes(ports))
        .setWorkDirectory(settings.dir().toAbsolutePath().toString())
        .setLocalHost(settings.network().bind())
        .setGridLogger(new Slf4jLogger())
        .setMetricExporterSpi(new NoopMetricExporterSpi())
        .setMetricsLogFrequency(0)
        .setPeerClassLoadingEnabled(false)
        .setFailureDetectionTimeout(detection)
        .setClientFailureDetectionTimeout(CLIENT_SILENCE.toMillis())
        .setFailureHandler(new StopOnFailure(local, failed))
        .setPluginProviders(new Gatekeeper(local))
        .setIndexingSpi(local.indexes())
        .setIncludeEventTypes(
            EventType.EVT_NODE_JOINED,
            EventType.EVT_NODE_LEFT,
            EventType.EVT_NODE_FAILED,
            EventType.EVT_NODE_VALIDATION_FAILED,
            EventType.EVT_CLIENT_NODE_DISCONNECTED,
            EventType.EVT_CLIENT_NODE_RECONNECTED,
            EventType.EVT_CLUSTER_ACTIVATED)
        .setDiscoverySpi(discovery(ports))
        .setCommunicationSpi(communication(ports))
        .setDataStorageConfiguration(storage())
        .setConnectorConfiguration(null)
        .setClientConnectorConfiguration(console(ports));
    pools(configuration);
    return configuration;
  }

  private Map<String, Object> attributes(Ports ports) {
    Map<String, Object> all =
        Attributes.of(settings.name(), settings.roles(), settings.attributes());
    if (!settings.client()) {
      all.put(Ring.ADDRESS, settings.network().bind() + ":" + ports.discovery());
    }
    String claim = local.kept().claim();
    if (claim != null) {
      all.put(Lineage.CLAIM, claim);
    }
    return all;
  }

  /** The addresses at which this node looks for others when it has lost them. */
  TcpDiscoveryVmIpFinder addresses() {
    return addresses;
  }

  private TcpDiscoverySpi discovery(Ports ports) {
    List<String> join = settings.network().join();
    addresses.setAddresses(
        join.isEmpty() ? List.of(settings.network().bind() + ":" + ports.discovery()) : join);
    TcpDiscoverySpi discovery = new TcpDiscoverySpi();
    discovery.setIpFinder(addresses);
    discovery.setJoinTimeout(JOIN_TIMEOUT_MILLIS);
    if (!settings.client()) {
      discovery
          .setLocalPort(ports.discovery())
          .setLocalPortRange(0)
          .setNetworkTimeout(GOODBYE_MILLIS);
    }
    return discovery;
  }

  private static TcpCommunicationSpi communication(Ports ports) {
    TcpCommunicationSpi communication = new TcpCommunicationSpi();
    communication.setLocalPort(ports.communication()).setLocalPortRange(0).setSelectorsCount(2);
    // The system's own: Ignite's 32 KiB are less than one segment between nodes of one machine,
    // which then wait for timers of 200 ms, and a low ceiling on any fast network.
    communication.setSocketReceiveBuffer(0).setSocketSendBuffer(0);
    // Else a message to a gateway that has died holds its sender up for CLIENT_SILENCE, and, as it
    // holds the lock by which others begin to watch a table, the whole grid.
    communication.setConnectTimeout(CONNECT_MILLIS).setMaxConnectTimeout(2 * CONNECT_MILLIS);
    return communication;
  }

  private static org.apache.ignite.configuration.@org.jspecify.annotations.Nullable
      ClientConnectorConfiguration
      console(Ports ports) {
    return ports.console() == 0
        ? null
        : new ClientConnectorConfiguration()
            .setPort(ports.console())
            .setPortRange(0)
            .setThreadPoolSize(2)
            .setJdbcEnabled(false)
            .setOdbcEnabled(false);
  }

  private DataStorageConfiguration storage() {
    Storage storage = settings.storage();
    DataStorageConfiguration configuration =
        new DataStorageConfiguration()
            .setSystemDataRegionConfiguration(
                new SystemDataRegionConfiguration().setInitialSize(10 * MIB).setMaxSize(100 * MIB))
            .setDefaultDataRegionConfiguration(region("rows", storage.maxBytes() / 2))
            .setDataRegionConfigurations(region(IgniteTables.PAYLOADS, storage.maxBytes() / 2));
    if (storage.durability() != Durability.NONE) {
      String wal = settings.dir().resolve("wal").toAbsolutePath().toString();
      configuration
          .setWalMode(storage.durability() == Durability.FSYNC ? WALMode.FSYNC : WALMode.LOG_ONLY)
          .setWalSegments(4)
          .setWalSegmentSize((int) (32 * MIB))
          // The same folder: segments are kept where they are instead of being copied.
          .setWalPath(wal)
          .setWalArchivePath(wal)
          .setMaxWalArchiveSize(512 * MIB)
          .setCheckpointThreads(2);
    }
    return configuration;
  }

  private DataRegionConfiguration region(String name, long maxBytes) {
    return new DataRegionConfiguration()
        .setName(name)
        .setInitialSize(Math.min(FIRST_REGION, maxBytes))
        .setMaxSize(maxBytes)
        .setPersistenceEnabled(settings.storage().durability() != Durability.NONE);
  }

  private static void pools(IgniteConfiguration configuration) {
    int few = 2;
    int cores = Runtime.getRuntime().availableProcessors();
    int some = Math.clamp(cores, 2, 8);
    configuration
        .setPublicThreadPoolSize(some)
        .setSystemThreadPoolSize(Math.max(4, some))
        .setStripedPoolSize(some)
        .setServiceThreadPoolSize(few)
        .setManagementThreadPoolSize(few)
        .setPeerClassLoadingThreadPoolSize(1)
        .setUtilityCachePoolSize(few)
        .setAsyncCallbackPoolSize(few)
        .setDataStreamerThreadPoolSize(few)
        .setQueryThreadPoolSize(few)
        .setRebalanceThreadPoolSize(1)
        .setBuildIndexThreadPoolSize(1)
        .setSnapshotThreadPoolSize(1)
        .setExecutorConfiguration(new ExecutorConfiguration(TableSearch.EXECUTOR).setSize(some));
  }
}
