package io.gridmill.cli;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.ClientOptions;
import io.gridmill.job.client.Credentials;
import io.gridmill.job.client.GridAddress;
import io.gridmill.job.client.GridClient;
import java.util.Optional;

/** Finds the grid that a command is meant for, and the key for it. */
final class Connection {
  private final Cli cli;
  private final Gridmill options;

  Connection(Cli cli, Gridmill options) {
    this.cli = cli;
    this.options = options;
  }

  /** A client; the caller closes it. */
  GridClient open() {
    GridAddress grid = address();
    return GridClient.connect(
        grid.url(), credentials(grid), ClientOptions.DEFAULT.withWatchSubmitted(false));
  }

  private GridAddress address() {
    if (options.url == null) {
      return GridAddress.find(cli.environment());
    }
    return GridAddress.at(options.url, GridAddress.ofThisMachine(cli.environment()));
  }

  private Credentials credentials(GridAddress grid) {
    if (options.keyFile != null) {
      return Credentials.file(cli.folder().resolve(options.keyFile));
    }
    Optional<Credentials> key = Credentials.environment(cli.environment());
    if (key.isPresent()) {
      return key.get();
    }
    if (grid.keyFile() != null) {
      return Credentials.file(grid.keyFile());
    }
    if (grid.url().equals(GridClient.DEFAULT_URI)) {
      // nothing was said, and no grid is up here: that is what to tell, rather than of a key
      try (GridClient client = GridClient.connect(grid.url(), null, ClientOptions.DEFAULT)) {
        client.health();
      }
    }
    throw new GridException(
        ErrorCode.UNAUTHENTICATED, "there is no key for the grid at " + grid.url());
  }
}
