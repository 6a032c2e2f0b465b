package io.gridmill.grid.node;

import io.gridmill.grid.account.Accounts;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's first key: made at a grid's first start, kept as a hash. It is shown once, on a
 * terminal, and never in a log.
 */
final class OperatorKey {
  private static final Logger log = LoggerFactory.getLogger(OperatorKey.class);

  private OperatorKey() {}

  /** Makes the key if the grid has none, and writes it to a file that only its owner can read. */
  static void bootstrap(Accounts accounts, Path file) {
    accounts.bootstrapOperator().ifPresent(token -> write(token, file));
  }

  private static void write(String token, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, token + System.lineSeparator());
    } catch (IOException e) {
      throw new UncheckedIOException("the operator's key could not be written to " + file, e);
    }
    Console terminal = terminal();
    if (terminal != null && terminal.isTerminal()) {
      terminal.printf("The operator's key, shown this once: %s%n", token);
    }
    log.info("the operator's key is in {}; it is kept nowhere else but as a hash", file);
  }

  /** Since Java 25 as before 22, a process without a terminal has no console. */
  private static @Nullable Console terminal() {
    return System.console();
  }
}
