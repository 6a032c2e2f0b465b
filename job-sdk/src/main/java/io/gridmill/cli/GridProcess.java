package io.gridmill.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process of a grid on this machine.
 *
 * @param name such as {@code core-1} or {@code gateway}
 * @param startedAt tells it from a later process that was given the same id
 * @param log what it printed
 */
public record GridProcess(String name, long pid, Instant startedAt, Path log) {
  /** The process, if it still runs. */
  Optional<ProcessHandle> running() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(p -> p.info().startInstant().map(startedAt::equals).orElse(false));
  }
}
