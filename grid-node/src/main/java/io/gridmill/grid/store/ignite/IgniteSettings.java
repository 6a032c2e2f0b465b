package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Member;
import io.gridmill.job.GridException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a node takes part in a grid.
 *
 * @param name what people call the node
 * @param roles what it does; a node that is neither core nor provider holds no rows, it joins as a
 *     client
 * @param attributes what it announces of itself
 * @param dir where it keeps its files; no two nodes share one
 * @param network where it listens and whom it joins
 * @param storage how it keeps rows
 */
public record IgniteSettings(
    String name,
    Set<Member.Role> roles,
    Map<String, String> attributes,
    Path dir,
    Network network,
    Storage storage) {
  /** The attribute by which a node says how many core nodes the grid has; 0 or none: any number. */
  public static final String CORE_COUNT = "core.count";

  public IgniteSettings {
    if (name.isBlank()) {
      throw GridException.invalid("name", name, "some text");
    }
    if (roles.isEmpty()) {
      throw GridException.invalid("roles", roles, "at least one of core, provider, gateway");
    }
    roles = Set.copyOf(roles);
    attributes = Map.copyOf(attributes);
    if (client(roles) && network.join().isEmpty()) {
      throw GridException.invalid("join", "", "the address of a node, for a node without rows");
    }
  }

  /** A grid of one node on this machine's loopback, with its rows in memory. */
  public static IgniteSettings single(String name, Path dir) {
    return new IgniteSettings(
        name,
        Set.of(Member.Role.CORE, Member.Role.PROVIDER),
        Map.of(),
        dir,
        Network.loopback(),
        Storage.inMemory());
  }

  /** Whether the node holds no rows. */
  public boolean client() {
    return client(roles);
  }

  private static boolean client(Set<Member.Role> roles) {
    return !roles.contains(Member.Role.CORE) && !roles.contains(Member.Role.PROVIDER);
  }

  public IgniteSettings withRoles(Member.Role... roles) {
    return new IgniteSettings(name, Set.of(roles), attributes, dir, network, storage);
  }

  public IgniteSettings withAttributes(Map<String, String> attributes) {
    return new IgniteSettings(name, roles, attributes, dir, network, storage);
  }

  public IgniteSettings withNetwork(Network network) {
    return new IgniteSettings(name, roles, attributes, dir, network, storage);
  }

  public IgniteSettings withDir(Path dir) {
    return new IgniteSettings(name, roles, attributes, dir, network, storage);
  }

  public IgniteSettings withStorage(Storage storage) {
    return new IgniteSettings(name, roles, attributes, dir, network, storage);
  }

  /**
   * Where a node listens and whom it joins.
   *
   * @param bind the address to listen on, and to tell others
   * @param discoveryPort where nodes that join call; 0 for a free one
   * @param communicationPort where nodes send each other messages; 0 for a free one
   * @param consolePort where Ignite's own console tools and thin clients call; 0 for nowhere
   * @param join {@code host:port} of nodes to join at their discovery port; empty to begin a grid
   * @param failureDetection after how long a silent node counts as failed; one whose process ends
   *     is noticed at once
   */
  public record Network(
      String bind,
      int discoveryPort,
      int communicationPort,
      int consolePort,
      List<String> join,
      Duration failureDetection) {
    private static final Duration DETECTION = Duration.ofSeconds(3);

    public Network {
      port("discovery port", discoveryPort);
      port("communication port", communicationPort);
      port("console port", consolePort);
      join = List.copyOf(join);
      if (failureDetection.compareTo(Duration.ofMillis(500)) < 0) {
        throw GridException.invalid("failure detection", failureDetection, ">= PT0.5S");
      }
    }

    private static void port(String what, int port) {
      if (port != 0 && (port < 1024 || port > 65535)) {
        throw GridException.invalid(what, port, "0, or 1024 to 65535");
      }
    }

    /** Free ports on the loopback address, and nobody to join. */
    public static Network loopback() {
      return new Network("127.0.0.1", 0, 0, 0, List.of(), DETECTION);
    }

    public Network withJoin(String... addresses) {
      return new Network(
          bind,
          discoveryPort,
          communicationPort,
          consolePort,
          List.of(addresses),
          failureDetection);
    }
  }

  /**
   * How rows are kept.
   *
   * @param durability what survives the end of a process
   * @param backups how many further nodes hold each row
   * @param maxBytes the most memory for rows, outside the heap, half of it for tables with payloads
   *     and one for all others; beyond it a node without durability refuses rows, and one with it
   *     reads them from disk
   */
  public record Storage(Durability durability, int backups, long maxBytes) {
    private static final long LEAST = 32L << 20;
    private static final long USUAL = 512L << 20;

    public Storage {
      if (backups < 0) {
        throw GridException.invalid("backups", backups, ">= 0");
      }
      if (maxBytes < LEAST) {
        throw GridException.invalid("memory for rows", maxBytes, ">= " + LEAST + " bytes");
      }
    }

    /** Rows in at most 512 MiB of memory, and on one further node where there is one. */
    public static Storage inMemory() {
      return new Storage(Durability.NONE, 1, USUAL);
    }

    public Storage withDurability(Durability durability) {
      return new Storage(durability, backups, maxBytes);
    }
  }

  /** What survives the end of a process. */
  public enum Durability {
    /** Nothing; rows are in memory only. */
    NONE,
    /** All that was acknowledged survives the process, the last moments not a loss of power. */
    LOG_ONLY,
    /** All that was acknowledged survives a loss of power too; each write waits for the disk. */
    FSYNC
  }
}
