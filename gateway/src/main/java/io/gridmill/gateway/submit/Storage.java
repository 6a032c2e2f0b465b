package io.gridmill.gateway.submit;

import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.resource.Shortages.Shortage;
import io.gridmill.grid.store.Cluster;
import io.gridmill.job.GridException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the nodes that keep rows have room on their disks. It is looked up about once a second,
 * while somebody asks.
 */
public final class Storage {
  private static final Logger log = LoggerFactory.getLogger(Storage.class);
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Shortages shortages;
  private final Cluster cluster;
  private final AtomicLong asked = new AtomicLong(System.nanoTime() - 2 * OLD_NANOS);
  private volatile List<Shortage> known = List.of();

  public Storage(Shortages shortages, Cluster cluster) {
    this.shortages = shortages;
    this.cluster = cluster;
  }

  /**
   * Returns if there is room for something new.
   *
   * @throws GridException with {@link io.gridmill.job.ErrorCode#STORAGE_FULL} if there is not
   */
  public void check() {
    long now = System.nanoTime();
    long last = asked.get();
    if (now - last >= EVERY_NANOS && asked.compareAndSet(last, now)) {
      if (now - last >= OLD_NANOS) {
        look();
      } else {
        Thread.ofVirtual().start(this::look);
      }
    }
    if (!known.isEmpty()) {
      throw known.getFirst().refusal();
    }
  }

  private void look() {
    try {
      known = shortages.of(cluster.members());
    } catch (GridException e) {
      log.debug("nobody could say how full disks are; they are asked again", e);
    }
  }
}
