package io.gridmill.grid.node;

import io.gridmill.grid.resource.DiskRoom;
import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.store.Member;
import io.gridmill.job.ByteSize;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second how much room there is on the disk of a node's folder. */
final class DiskWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);

  private final DiskRoom room;
  private final Path dir;
  private final FileStore disk;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("disk-watch").factory());

  DiskWatch(Shortages shortages, Member self, Path dir, ByteSize least, InstantSource clock) {
    this.room = new DiskRoom(shortages, self, dir, least, clock);
    this.dir = dir;
    try {
      this.disk = Files.getFileStore(Files.createDirectories(dir));
    } catch (IOException e) {
      throw new UncheckedIOException("dir: " + dir + " is on no disk that can be read", e);
    }
    var _ = thread.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      room.look(disk.getUsableSpace());
    } catch (IOException | GridException e) {
      log.warn("how full the disk of {} is could not be told; it is tried again", dir, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
