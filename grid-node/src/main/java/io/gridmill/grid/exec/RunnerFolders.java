package io.gridmill.grid.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a runner's files are.
 *
 * @param sockets the channels to the workers; open to this user only
 * @param workers a folder for each worker
 * @param tasks a folder for each assignment that needs one
 * @param lib the workers' jars; these stay from start to start
 */
record RunnerFolders(Path sockets, Path workers, Path tasks, Path lib) {
  /** The longest path that every system takes as the address of a socket, less the file's name. */
  private static final int MAX_SOCKET_FOLDER = 80;

  /** Makes the folders, and ends and removes what an earlier runner left in them. */
  static RunnerFolders in(Path dir) throws IOException {
    Path sockets = dir.resolve("sockets");
    Leftovers.end(dir.resolve("workers"));
    Leftovers.end(dir.resolve("tasks"));
    Trees.remove(sockets);
    Trees.remove(dir.resolve("workers"));
    Trees.remove(dir.resolve("tasks"));
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(dir);
    if (sockets.toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_FOLDER) {
      sockets = Files.createTempDirectory("gridmill", owner);
    } else {
      Files.createDirectory(sockets, owner);
    }
    return new RunnerFolders(
        sockets,
        Files.createDirectories(dir.resolve("workers")),
        Files.createDirectories(dir.resolve("tasks")),
        Files.createDirectories(dir.resolve("lib")));
  }

  /** Removes what is not worth keeping. */
  void remove() {
    Trees.remove(sockets);
    Trees.remove(workers);
    Trees.remove(tasks);
  }
}
