package io.gridmill.grid.schedule;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.Orders;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node that reports, and that no order reaches. */
final class DeafNode implements AutoCloseable {
  private final MemoryCluster cluster;
  private final Resources resources;
  private final Offer offer;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  /** Three orders have been sent. */
  final CountDownLatch asked = new CountDownLatch(3);

  DeafNode(MemoryGrid grid, String name) {
    this.cluster = grid.join(name, Set.of(Member.Role.PROVIDER), Map.of());
    this.resources = new Resources(grid.tables());
    this.offer = new Offer(cluster.self().id(), name, 1, ByteSize.ofMiB(1000), List.of(), Map.of());
    cluster.serve(
        Orders.RUN,
        orders -> {
          asked.countDown();
          throw new GridException(ErrorCode.UNAVAILABLE, "the connection was refused");
        });
    cluster.serve(Orders.HELD, q -> new Orders.Holding(List.of()));
  }

  /** From now on it reports. */
  void reports() {
    var _ =
        beats.scheduleAtFixedRate(
            () -> resources.report(new NodeReport(offer, 1, Instant.EPOCH, 0, 0)),
            0,
            200,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    beats.shutdownNow();
    cluster.close();
  }
}
