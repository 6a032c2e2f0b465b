package io.gridmill.grid.config;

import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import io.gridmill.job.Money;
import io.gridmill.job.Scheduling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a grid node is told at its start.
 *
 * @param name what people call it, unique in the grid; default {@code node}
 * @param roles {@code core}, {@code provider} or both, with a comma; default both
 * @param dir where it keeps its files; default {@code gridmill-node}
 * @param bind the address that it listens on; default 127.0.0.1
 * @param discovery where other nodes find it
 * @param join addresses of nodes of the grid to join, {@code host:port} with commas; none: it
 *     starts a grid
 * @param labels attributes for constraints, such as {@code labels.region=eu}; {@code
 *     labels.gridmill.price=0.25} is what the node asks an hour, {@code labels.owner=ann} the
 *     account that earns it, by default one of the node's name
 * @param cores how many cores it offers; default all
 * @param memory how much memory it offers to tasks; default three quarters of the machine's
 * @param persistence {@code none} (default), {@code log_only} or {@code fsync}
 * @param backups how many copies of a row other nodes keep; default 1
 * @param exec what tasks may do
 * @param cache the cache of artifacts
 * @param metrics where metrics are served
 * @param data the memory for tables
 * @param key the operator's first key
 * @param schedule how the scheduler decides
 * @param core the grid's core nodes
 * @param trust how far nodes are believed; the same on all core nodes
 * @param devices its GPUs, which it has if {@code TORNADOVM_HOME} names an SDK
 */
public record NodeConfig(
    String name,
    String roles,
    Path dir,
    String bind,
    Discovery discovery,
    String join,
    Map<String, String> labels,
    int cores,
    ByteSize memory,
    Persistence persistence,
    Integer backups,
    Exec exec,
    Cache cache,
    Metrics metrics,
    Data data,
    Key key,
    Core core,
    ScheduleConfig schedule,
    Trust trust,
    Devices devices) {

  /** How rows outlive a restart. */
  public enum Persistence {
    /** They do not. */
    NONE,
    /** They outlive the process; a crash of the machine may lose the last moments. */
    LOG_ONLY,
    /** Every acknowledged write is on disk. */
    FSYNC
  }

  /**
   * Where other nodes find it.
   *
   * @param port 0: any free one
   */
  public record Discovery(int port) {}

  /**
   * What tasks may do.
   *
   * @param commands whether tasks of kind command are run; default false
   * @param pretend whether tasks are not run at all, but end well after the time that they expect
   *     to take: to try out how a grid of many nodes would go, on a few; default false
   */
  public record Exec(boolean commands, boolean pretend, Log log) {
    public Exec(boolean commands, boolean pretend, @Nullable Log log) {
      this.commands = commands;
      this.pretend = pretend;
      this.log = log == null ? new Log(null) : log;
    }
  }

  /**
   * How much tasks may write.
   *
   * @param limit the most output of one task that is kept; a task that writes more is ended;
   *     default 16 MiB
   */
  public record Log(ByteSize limit) {
    public Log(@Nullable ByteSize limit) {
      this.limit = limit == null ? ByteSize.ofMiB(16) : limit;
    }
  }

  /**
   * The cache of artifacts.
   *
   * @param size how much of the disk it may take; default 8 GiB
   */
  public record Cache(ByteSize size) {
    public Cache(@Nullable ByteSize size) {
      this.size = size == null ? ByteSize.ofMiB(8192) : size;
    }
  }

  /**
   * Where metrics are served.
   *
   * @param port 0: any free one; -1: none
   */
  public record Metrics(int port) {}

  /**
   * The memory for tables.
   *
   * @param size the most memory for tables, outside the heap; default an eighth of the machine, and
   *     at least 512 MiB
   * @param free how much is to be free on the disk of the node's dir: while there is less, the grid
   *     takes no new work; default 256 MiB
   */
  public record Data(ByteSize size, ByteSize free) {
    public Data(@Nullable ByteSize size, @Nullable ByteSize free) {
      this.size = size == null ? ByteSize.ofMiB(Math.max(512, machineMiB() / 8)) : size;
      this.free = free == null ? ByteSize.ofMiB(256) : free;
    }
  }

  /**
   * The operator's first key.
   *
   * @param file where the operator's first key is written; default {@code operator.key} in the
   *     node's dir
   */
  public record Key(@Nullable Path file) {}

  /**
   * The grid's core nodes.
   *
   * @param count how many there are, or are meant to be, the same on all nodes: a part of the grid
   *     that sees no majority of them keeps nothing and places nothing. With two, either needs the
   *     other. 0 (default): nobody counts, and parts of a grid that lose each other go on apart
   */
  public record Core(int count) {
    public Core {
      if (count < 0 || count > 99) {
        throw GridException.invalid("core.count", count, "0 to 99");
      }
    }
  }

  /**
   * How far nodes are believed.
   *
   * @param spotChecks the share of tasks without replicas that are run by a node of another owner,
   *     too, and compared, 0 to 1; default 0
   */
  public record Trust(double spotChecks) {
    public Trust {
      if (!(spotChecks >= 0 && spotChecks <= 1)) {
        throw GridException.invalid("trust.spotChecks", spotChecks, "0 to 1");
      }
    }
  }

  /**
   * A node's devices.
   *
   * @param memory the most of a device's memory that tasks may take; default: all of it
   */
  public record Devices(@Nullable ByteSize memory) {}

  public NodeConfig(
      @Nullable String name,
      @Nullable String roles,
      @Nullable Path dir,
      @Nullable String bind,
      @Nullable Discovery discovery,
      @Nullable String join,
      @Nullable Map<String, String> labels,
      int cores,
      @Nullable ByteSize memory,
      @Nullable Persistence persistence,
      @Nullable Integer backups,
      @Nullable Exec exec,
      @Nullable Cache cache,
      @Nullable Metrics metrics,
      @Nullable Data data,
      @Nullable Key key,
      @Nullable Core core,
      @Nullable ScheduleConfig schedule,
      @Nullable Trust trust,
      @Nullable Devices devices) {
    this.name = name == null ? "node" : name;
    this.roles = roles == null ? "core,provider" : roles;
    this.dir = dir == null ? Path.of("gridmill-node") : dir;
    this.bind = bind == null ? "127.0.0.1" : bind;
    this.discovery = discovery == null ? new Discovery(0) : discovery;
    this.join = join == null ? "" : join;
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    this.cores = cores == 0 ? Runtime.getRuntime().availableProcessors() : cores;
    this.memory = memory == null ? ByteSize.ofMiB(Math.max(256, machineMiB() * 3 / 4)) : memory;
    this.persistence = persistence == null ? Persistence.NONE : persistence;
    this.backups = backups == null ? 1 : backups;
    this.exec = exec == null ? new Exec(false, false, null) : exec;
    this.cache = cache == null ? new Cache(null) : cache;
    this.metrics = metrics == null ? new Metrics(0) : metrics;
    this.data = data == null ? new Data(null, null) : data;
    this.key = key == null ? new Key(null) : key;
    this.core = core == null ? new Core(0) : core;
    this.schedule = schedule == null ? ScheduleConfig.DEFAULT : schedule;
    this.trust = trust == null ? new Trust(0) : trust;
    this.devices = devices == null ? new Devices(null) : devices;
    check();
  }

  private void check() {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
      throw GridException.invalid("name", name, "1 to 63 letters, digits, '.', '_' and '-'");
    }
    for (String role : roleNames()) {
      if (!role.equals("core") && !role.equals("provider")) {
        throw GridException.invalid("roles", roles, "core, provider or core,provider");
      }
    }
    if (cores < 1) {
      throw GridException.invalid("cores", cores, ">= 1");
    }
    if (backups < 0 || backups > 6) {
      throw GridException.invalid("backups", backups, "0 to 6");
    }
    for (String label : labels.keySet()) {
      if (!label.matches("[a-z][a-z0-9._-]{0,62}")) {
        throw GridException.invalid(
            "labels." + label, labels.get(label), "a name of a-z 0-9 . _ - from a letter on");
      }
    }
    String price = labels.get(Scheduling.PRICE);
    if (price != null) {
      var _ = Money.price("labels." + Scheduling.PRICE, price);
    }
  }

  private static long machineMiB() {
    var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long total =
        system instanceof com.sun.management.OperatingSystemMXBean machine
            ? machine.getTotalMemorySize()
            : Runtime.getRuntime().maxMemory();
    return total >> 20;
  }

  /** A node with all at its default. */
  public static NodeConfig standard() {
    return new NodeConfig(
        null, null, null, null, null, null, null, 0, null, null, null, null, null, null, null, null,
        null, null, null, null);
  }

  /** The same node as a part of another process, which keeps its files and shows its metrics. */
  public NodeConfig within(Path processDir, String processBind, Key operatorKey) {
    return new NodeConfig(
        name,
        roles,
        processDir.resolve("node"),
        processBind,
        discovery,
        join,
        labels,
        cores,
        memory,
        persistence,
        backups,
        exec,
        cache,
        new Metrics(-1),
        data,
        operatorKey,
        core,
        schedule,
        trust,
        devices);
  }

  /** The roles' names, in order. */
  public Set<String> roleNames() {
    return new TreeSet<>(Arrays.asList(roles.split("\\s*,\\s*")));
  }

  public boolean isCore() {
    return roleNames().contains("core");
  }

  public boolean isProvider() {
    return roleNames().contains("provider");
  }
}
