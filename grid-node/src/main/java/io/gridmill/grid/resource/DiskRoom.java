package io.gridmill.grid.resource;

import io.gridmill.grid.resource.Shortages.Shortage;
import io.gridmill.grid.store.Member;
import io.gridmill.job.ByteSize;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says so when there is too little room on the disk of a node's folder: gateways then take no new
 * work, while what runs goes on. When there is room again, that is said, too.
 */
public final class DiskRoom {
  private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);

  /** How much more than the least has to be free for all to be well again, at most. */
  private static final long SLACK = ByteSize.ofMiB(16).bytes();

  private final Shortages shortages;
  private final Member self;
  private final Path dir;
  private final ByteSize least;
  private final InstantSource clock;
  private @Nullable Instant since;
  private boolean told;

  /**
   * Looks after a node's folder.
   *
   * @param least how much room it needs to go on
   */
  public DiskRoom(Shortages shortages, Member self, Path dir, ByteSize least, InstantSource clock) {
    this.shortages = shortages;
    this.self = self;
    this.dir = dir;
    this.least = least;
    this.clock = clock;
  }

  /**
   * Takes note of how many bytes are free now. What cannot be said now is said at the next look.
   *
   * @throws io.gridmill.job.GridException if it could not be said
   */
  public void look(long free) {
    long enough = least.bytes() + (since == null ? 0 : Math.min(SLACK, least.bytes() / 10));
    if (free >= enough) {
      if (since != null) { // a report that failed may have been kept
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
}
