package io.gridmill.gateway.submit;

import io.gridmill.job.TaskId;
import io.gridmill.job.TaskView;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the answers to an inbox's files lie.
 *
 * <p>{@code NAME.accepted.json} says which task came of a file, until {@code NAME.result.json} says
 * how that ended; {@code NAME.error.json} says why there is none. So the folder itself knows which
 * files are still to be answered, also after a restart.
 */
public final class Outbox {
  private static final String ACCEPTED = ".accepted.json";

  private final Path folder;
  private final Map<String, TaskId> open = new ConcurrentHashMap<>();

  public Outbox(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*" + ACCEPTED)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          TaskView task = Wire.readOwn(Files.readAllBytes(file), TaskView.class);
          open.put(name.substring(0, name.length() - ACCEPTED.length()), task.id());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the outbox cannot be used: " + folder, e);
    }
  }

  /** The names that were accepted and not answered yet, with their tasks. */
  Map<String, TaskId> open() {
    return Map.copyOf(open);
  }

  void accepted(String name, TaskView task) {
    write(name + ACCEPTED, task);
    open.put(name, task.id());
  }

  void result(String name, TaskView task) {
    write(name + ".result.json", task);
    close(name);
  }

  void error(String name, Object problem) {
    write(name + ".error.json", problem);
    close(name);
  }

  private void close(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name + ACCEPTED));
    } catch (IOException e) {
      throw new UncheckedIOException("an answer of the outbox cannot be removed: " + name, e);
    }
    open.remove(name);
  }

  private void write(String name, Object body) {
    try {
      Path draft = folder.resolve("." + name);
      Files.write(draft, Wire.bytes(body));
      Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("an answer of the outbox cannot be written: " + name, e);
    }
  }
}
