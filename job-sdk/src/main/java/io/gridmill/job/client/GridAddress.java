package io.gridmill.job.client;

import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a grid is, and the file with a key for it.
 *
 * <p>{@code gridmill up} leaves the address of the grid that it started in a file, {@value
 * #STATE_FILE} under {@code ~/.gridmill} or {@value #HOME_VARIABLE}, and removes it when the grid
 * is stopped.
 */
public record GridAddress(URI url, @Nullable Path keyFile) {
  /** The environment variable that names a gateway. */
  public static final String URL_VARIABLE = "GRIDMILL_URL";

  /** The environment variable that names the folder of this machine's grid. */
  public static final String HOME_VARIABLE = "GRIDMILL_HOME";

  /** The file with the address of this machine's grid, relative to the folder. */
  public static final String STATE_FILE = "grid/grid.json";

  /** The grid that {@code gridmill up} started on this machine, if one was. */
  public static Optional<GridAddress> ofThisMachine() {
    return ofThisMachine(System.getenv());
  }

  /** The folder of this machine's grid. */
  public static Path home(Map<String, String> variables) {
    String home = variables.getOrDefault(HOME_VARIABLE, "");
    return home.isBlank()
        ? Path.of(System.getProperty("user.home"), ".gridmill")
        : Path.of(home).toAbsolutePath();
  }

  /** What of the file matters here; there is no URL while the grid is being started. */
  record State(@Nullable URI url, @Nullable Path keyFile) {}

  /** As {@link #ofThisMachine()}, by other variables. */
  public static Optional<GridAddress> ofThisMachine(Map<String, String> variables) {
    Path file = home(variables).resolve(STATE_FILE);
    try {
      State state = Wire.readOwn(Files.readAllBytes(file), State.class);
      return state.url() == null
          ? Optional.empty()
          : Optional.of(new GridAddress(state.url(), state.keyFile()));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (GridException e) {
      throw GridException.invalid(file.toString(), e.getMessage(), "as `gridmill up` wrote it");
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /**
   * The grid that the environment names by {@value #URL_VARIABLE}, else this machine's, else one at
   * {@link GridClient#DEFAULT_URI}.
   */
  public static GridAddress find(Map<String, String> variables) {
    Optional<GridAddress> here = ofThisMachine(variables);
    String url = variables.getOrDefault(URL_VARIABLE, "");
    if (url.isBlank()) {
      return here.orElse(new GridAddress(GridClient.DEFAULT_URI, null));
    }
    return at(parse(url), here);
  }

  /** The grid at this URL; with its key file, if it is this machine's. */
  public static GridAddress at(URI url, Optional<GridAddress> here) {
    return here.filter(g -> g.url().equals(url)).orElse(new GridAddress(url, null));
  }

  /** Reads a URL that a person wrote. */
  public static URI parse(String url) {
    try {
      return URI.create(url.strip());
    } catch (IllegalArgumentException e) {
      throw GridException.invalid("url", url, "http://host:port or https://host:port");
    }
  }
}
