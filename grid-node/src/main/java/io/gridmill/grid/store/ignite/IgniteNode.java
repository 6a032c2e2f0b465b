package io.gridmill.grid.store.ignite;

import java.util.concurrent.CompletableFuture;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteState;
import org.apache.ignite.Ignition;

/** A node that takes part in a grid, until it is closed. */
public final class IgniteNode implements AutoCloseable {
  private final Ignite ignite;
  private final LocalNode node;
  private final IgniteTables tables;
  private final IgniteCluster cluster;
  private final Ports ports;
  private final CompletableFuture<Departure> failed;

  /** Where a node listens; 0 for nowhere. */
  public record Ports(int discovery, int communication, int console) {}

  IgniteNode(
      Ignite ignite,
      LocalNode node,
      IgniteTables tables,
      Ports ports,
      CompletableFuture<Departure> failed) {
    this.ignite = ignite;
    this.node = node;
    this.tables = tables;
    this.cluster = new IgniteCluster(ignite, node, new Minority(ignite, node, failed));
    this.ports = ports;
    this.failed = failed;
  }

  public IgniteTables tables() {
    return tables;
  }

  public IgniteCluster cluster() {
    return cluster;
  }

  public Ignite ignite() {
    return ignite;
  }

  public Ports ports() {
    return ports;
  }

  /** Completes, with what happened, if the node had to leave the grid by itself. */
  public CompletableFuture<Departure> failed() {
    return failed;
  }

  /** Leaves the grid, after what this node ran for it has stopped. */
  @Override
  public void close() {
    node.singletons().close();
    node.indexes().close();
    node.reading().end();
    if (Ignition.state(ignite.name()) == IgniteState.STARTED) {
      cluster.close();
      Ignition.stop(ignite.name(), true);
    }
    node.remove();
  }
}
