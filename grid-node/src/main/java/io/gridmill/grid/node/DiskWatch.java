package io.gridmill.grid.node;

import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.resource.Shortages.Shortage;
import io.gridmill.grid.store.Member;
import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second how much room there is on the disk of a node's folder, and says so when it is
 * too little: gateways then take no new work, while what runs goes on. When there is room again,
 * that is said, too.
 */
final class DiskWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);

  /** How much more than the least has to be free for all to be well again, at most. */
  private static final long SLACK = ByteSize.ofMiB(16).bytes();

  private final Shortages shortages;
  private final Member self;
  private final Path dir;
  private final ByteSize least;
  private final InstantSource clock;
  private final FileStore disk;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("disk-watch").factory());
  private @Nullable Instant since;
  private boolean told;

  DiskWatch(Shortages shortages, Member self, Path dir, ByteSize least, InstantSource clock) {
    this.shortages = shortages;
    this.self = self;
    this.dir = dir;
    this.least = least;
    this.clock = clock;
    try {
      this.disk = Files.getFileStore(Files.createDirectories(dir));
    } catch (IOException e) {
      throw new UncheckedIOException("dir: " + dir + " is on no disk that can be read", e);
    }
    var _ = thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      look(disk.getUsableSpace());
    } catch (IOException | GridException e) {
      log.warn("how full the disk of {} is could not be told; it is tried again", dir, e);
    }
  }

  private void look(long free) {
    long enough = least.bytes() + (since == null ? 0 : Math.min(SLACK, least.bytes() / 10));
    if (free >= enough) {
      if (told) {
        shortages.remove(self.name());
        log.info("there is room again on the disk of {}; new work is taken", dir);
      }
      since = null;
      told = false;
    } else if (!told) {
      since = since == null ? clock.instant() : since;
      shortages.report(new Shortage(self.name(), self.id(), dir, new ByteSize(free), least, since));
      told = true;
      log.error(
          "only {} are free on the disk of {} (expected: {}); no new work is taken until there is"
              + " more",
          new ByteSize(free),
          dir,
          least);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
