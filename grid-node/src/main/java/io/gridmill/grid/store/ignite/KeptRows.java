package io.gridmill.grid.store.ignite;

import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.ignite.IgniteSettings.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that a node has kept from its last run, and what it knows of their worth: the last list
 * of nodes in sync that it was told, and whether it was still copying rows from others.
 */
final class KeptRows {
  private static final Logger log = LoggerFactory.getLogger(KeptRows.class);

  /** What a node claims that has kept no rows. */
  static final String NONE = "none";

  private static final String COPYING = "copying";

  private final Path dir;

  /** The node's own lasting identity. */
  private final String self;

  /** Whether the rows outlive the process, in a grid that counts its core nodes. */
  private final boolean counted;

  /** Whether it has any. */
  private boolean brought;

  private InSync list = InSync.UNKNOWN;
  private boolean copying;

  private KeptRows(Path dir, String self, boolean counted) {
    this.dir = dir;
    this.self = self;
    this.counted = counted;
    this.brought = counted && Files.exists(dir.resolve("db"));
  }

  static KeptRows of(IgniteSettings settings, UUID id) {
    boolean counted =
        settings.storage().durability() != Durability.NONE
            && settings.roles().contains(Member.Role.CORE)
            && Quorum.count(settings) > 1;
    KeptRows kept = new KeptRows(settings.dir(), id.toString(), counted);
    kept.read();
    return kept;
  }

  private Path file() {
    return dir.resolve("in-sync");
  }

  private void read() {
    if (!counted || !Files.exists(file())) {
      return;
    }
    try {
      List<String> lines = Files.readAllLines(file());
      list = InSync.parse(lines.getFirst());
      copying = lines.contains(COPYING);
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          file() + " cannot be read; to copy all rows from the other core nodes delete " + dir, e);
    }
  }

  /** What this node says of its rows when it joins; null if nobody asks. */
  synchronized @Nullable String claim() {
    if (!counted) {
      return null;
    }
    return brought ? list.toString() : NONE;
  }

  synchronized InSync list() {
    return list;
  }

  /** Whether this node had not yet got all rows when it ended, so that it needs others to start. */
  synchronized boolean isPartial() {
    return copying;
  }

  /** Whether this node came with rows that have turned out to be outdated. */
  synchronized boolean areOutdated() {
    return brought && !list.has(self);
  }

  /** Keeps a later list; one that has this node on it says that its copy is whole. */
  synchronized void learn(InSync told) {
    if (told.epoch() > list.epoch()) {
      list = told;
      copying = copying && !told.nodes().contains(self);
      write();
    }
  }

  /** Gives up the rows, so that all are copied from others. */
  synchronized void discard() {
    copying = true;
    brought = false;
    write();
    for (String folder : List.of("db", "wal")) {
      if (Files.exists(dir.resolve(folder))) {
        delete(dir.resolve(folder));
        log.info("outdated rows in {} were deleted; all are copied from others", dir);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("outdated rows in " + folder + " cannot be deleted", e);
    }
  }

  private void write() {
    if (!counted) {
      return;
    }
    try {
      Path next = dir.resolve("in-sync.next");
      Files.writeString(next, list + "\n" + (copying ? COPYING + "\n" : ""));
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be written", e);
    }
  }
}
