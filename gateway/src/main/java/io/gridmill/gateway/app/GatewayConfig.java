package io.gridmill.gateway.app;

import io.gridmill.grid.config.NodeConfig;
import io.gridmill.job.GridException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is told at its start.
 *
 * @param name what people call it; default {@code gateway}
 * @param dir where it keeps its files; default {@code gridmill-gateway}
 * @param bind the address that it listens on; default 127.0.0.1
 * @param http the HTTP interface
 * @param inbox the folder whose files become tasks
 * @param metrics its metrics
 * @param join addresses of nodes of the grid to join, {@code host:port} with commas
 * @param standalone whether it starts a grid of one node in its own process; default false
 * @param node what that node is told
 * @param key where that node writes the operator's first key
 * @param limits how much it takes
 */
public record GatewayConfig(
    String name,
    Path dir,
    String bind,
    Http http,
    Inbox inbox,
    Metrics metrics,
    String join,
    boolean standalone,
    @Nullable NodeConfig node,
    NodeConfig.Key key,
    Limits limits) {
  /**
   * The HTTP interface.
   *
   * @param port default 8470; 0 for any free one
   */
  public record Http(Integer port) {
    private static final int USUAL = 8470;

    public Http(@Nullable Integer port) {
      this.port = port == null ? USUAL : port;
      if (this.port < 0 || this.port > 65_535) {
        throw GridException.invalid("http.port", port, "0 to 65535");
      }
    }
  }

  /**
   * The folder whose files become tasks.
   *
   * @param dir the folder; none: there is no inbox
   * @param owner as whom files without a key act; none: they are refused
   */
  public record Inbox(@Nullable Path dir, @Nullable String owner) {
    public Inbox {
      // The folder becomes a part of a route's URI.
      if (dir != null && dir.toString().matches(".*[%?#].*")) {
        throw GridException.invalid("inbox.dir", dir, "a path without %, ? and #");
      }
    }
  }

  /**
   * This gateway's metrics.
   *
   * @param open whether they are shown to those without a key; default false
   */
  public record Metrics(boolean open) {}

  /**
   * How much it takes.
   *
   * @param waiting how many tasks may wait in the grid before further ones are refused for a while;
   *     default 5000000, 0: any number
   * @param account how many of these may be of one account; default 0: any number
   */
  public record Limits(Long waiting, long account) {
    private static final long USUAL = 5_000_000;

    public Limits(@Nullable Long waiting, long account) {
      this.waiting = waiting == null ? USUAL : waiting;
      this.account = account;
      if (account < 0) {
        throw GridException.invalid("limits.account", account, ">= 0");
      }
      if (this.waiting < 0) {
        throw GridException.invalid("limits.waiting", waiting, ">= 0");
      }
    }
  }

  public GatewayConfig(
      @Nullable String name,
      @Nullable Path dir,
      @Nullable String bind,
      @Nullable Http http,
      @Nullable Inbox inbox,
      @Nullable Metrics metrics,
      @Nullable String join,
      boolean standalone,
      @Nullable NodeConfig node,
      NodeConfig.@Nullable Key key,
      @Nullable Limits limits) {
    this.name = name == null ? "gateway" : name;
    this.dir = dir == null ? Path.of("gridmill-gateway") : dir;
    this.bind = bind == null ? "127.0.0.1" : bind;
    this.http = http == null ? new Http(null) : http;
    this.inbox = inbox == null ? new Inbox(null, null) : inbox;
    this.metrics = metrics == null ? new Metrics(false) : metrics;
    this.join = join == null ? "" : join;
    this.standalone = standalone;
    this.node = node;
    this.key = key == null ? new NodeConfig.Key(null) : key;
    this.limits = limits == null ? new Limits(null, 0) : limits;
    if (standalone && !this.join.isEmpty()) {
      throw GridException.invalid("join", join, "nothing, with standalone=true");
    }
    if (!standalone && node != null) {
      throw GridException.invalid("node", node.name(), "nothing, without standalone=true");
    }
  }
}
