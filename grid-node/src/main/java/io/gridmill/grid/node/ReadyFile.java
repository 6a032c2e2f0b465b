package io.gridmill.grid.node;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file by which a process tells those who started it that it is ready, and where it is. */
public final class ReadyFile {
  private static final String NAME = "ready.json";

  private ReadyFile() {}

  /** Takes away what a former process left. */
  public static void clear(Path dir) throws IOException {
    Files.createDirectories(dir);
    Files.deleteIfExists(dir.resolve(NAME));
  }

  /** Writes the file; a reader sees it whole or not at all. */
  public static void write(Path dir, Object content) throws IOException {
    Path fresh = Files.write(dir.resolve(NAME + ".new"), Wire.bytes(content));
    Files.move(fresh, dir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }
}
