package io.gridmill.grid.store.ignite;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteState;
import org.apache.ignite.Ignition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node that takes part in a grid, until it is closed. */
public final class IgniteNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IgniteNode.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LOOKS_A_NOTE = 200;

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
    this.cluster =
        new IgniteCluster(
            ignite,
            node,
            new Minority(ignite, node, failed),
            new Lineage(ignite, node, tables.copies()));
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

  /**
   * Waits until enough nodes have all rows for changes to be answered for.
   *
   * @throws GridException if this node has to leave meanwhile
   */
  public void awaitCopies() {
    for (long looks = 0; tables.copies().lack() != null; looks++) {
      if (failed.isDone()) {
        throw new GridException(ErrorCode.NO_QUORUM, "the node left: " + failed.join().why());
      }
      if (looks % LOOKS_A_NOTE == 0) {
        log.info("node {} waits: {}", ignite.name(), tables.copies().lack());
      }
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new GridException(ErrorCode.UNAVAILABLE, "interrupted while the grid started");
      }
    }
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
