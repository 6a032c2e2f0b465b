package io.gridmill.grid.exec;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds processes that a node that died has left: workers that stood still when it did, and
 * commands. Each process has a file in its folder that says its number and when it was started.
 */
final class Leftovers {
  private static final String FILE = "process";
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /** Notes a process that was started for what is in a folder. */
  static void note(Path folder, Process process) throws IOException {
    Files.writeString(folder.resolve(FILE), process.pid() + " " + startOf(process.toHandle()));
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** Ends the processes that are noted in the folders of a folder, and still the same. */
  static void end(Path folders) throws IOException {
    if (!Files.isDirectory(folders)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folders)) {
      for (Path folder : all) {
        read(folder.resolve(FILE))
            .ifPresent(
                process -> {
                  log.info("ending process {}, which an earlier run left", process.pid());
                  new ProcessTree(process).kill();
                });
      }
    }
  }

  private static Optional<ProcessHandle> read(Path file) throws IOException {
    try {
      String[] words = Files.readString(file).split(" ", 2);
      return words.length == 2 && !words[1].isEmpty()
          ? ProcessHandle.of(Long.parseLong(words[0])).filter(p -> startOf(p).equals(words[1]))
          : Optional.empty();
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty(); // it died before it had noted anything
    }
  }
}
