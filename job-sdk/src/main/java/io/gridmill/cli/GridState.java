package io.gridmill.cli;

import io.gridmill.job.GridException;
import io.gridmill.job.client.GridAddress;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The grid that {@code gridmill up} started: the file {@link GridAddress#STATE_FILE}, written with
 * each process that is started and removed after the last one has ended.
 *
 * @param url the gateway, once it is known
 * @param keyFile the operator's key
 */
record GridState(@Nullable URI url, Path keyFile, List<GridProcess> processes) {

  static Path folder(Map<String, String> environment) {
    return Objects.requireNonNull(file(environment).toAbsolutePath().getParent());
  }

  private static Path file(Map<String, String> environment) {
    return GridAddress.home(environment).resolve(GridAddress.STATE_FILE);
  }

  static Optional<GridState> read(Map<String, String> environment) throws IOException {
    Path file = file(environment);
    try {
      return Optional.of(Wire.readOwn(Files.readAllBytes(file), GridState.class));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (GridException e) {
      throw GridException.invalid(file.toString(), e.getMessage(), "as `gridmill up` wrote it");
    }
  }

  void write(Map<String, String> environment) throws IOException {
    Path file = file(environment);
    Path next = file.resolveSibling("grid.json.next");
    Files.write(next, Wire.bytes(this));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void remove(Map<String, String> environment) throws IOException {
    Files.deleteIfExists(file(environment));
  }
}
