package io.gridmill.cli;

import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.KeyView;
import io.gridmill.job.client.NewKey;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "For operators: makes, lists and revokes API keys.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill keys add alice@example.com > alice.key",
      "  gridmill keys ls",
      "  gridmill keys revoke 7f3k2m"
    })
final class KeysCommand implements Runnable {
  private final Cli cli;
  private final Connection grid;

  @Spec private @Nullable CommandSpec spec;

  KeysCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "which of add, ls and revoke?");
  }

  @Command(description = "Makes a key and prints it; it cannot be shown again.")
  int add(
      @Parameters(paramLabel = "OWNER", description = "Whose account.") String owner,
      @Option(
              names = "--role",
              defaultValue = "CONSUMER",
              description = "${COMPLETION-CANDIDATES}; default CONSUMER.")
          Role role) {
    try (GridClient client = grid.open()) {
      NewKey key = client.keys().make(new KeyRequest(owner, role));
      cli.console().print(key.key());
      cli.console().say("key " + key.keyId() + " of " + key.owner() + ", " + key.role());
    }
    return ExitCode.OK;
  }

  @Command(description = "Lists keys, without their secrets.")
  int ls(@Option(names = "--json", description = "One JSON object a line.") boolean json) {
    List<KeyView> keys;
    try (GridClient client = grid.open()) {
      keys = client.keys().list();
    }
    if (json) {
      keys.forEach(key -> cli.console().print(Wire.text(key)));
      return ExitCode.OK;
    }
    Table table = new Table("KEY", "OWNER", "ROLE", "MADE");
    for (KeyView key : keys) {
      table.add(
          key.keyId(),
          key.owner(),
          key.role().name(),
          key.createdAt() == null ? "" : Texts.shown(key.createdAt()));
    }
    table.print(cli.console());
    return ExitCode.OK;
  }

  @Command(description = "Makes keys useless.")
  int revoke(
      @Parameters(arity = "1..*", paramLabel = "KEY", description = "The ids of the keys.")
          List<String> ids) {
    try (GridClient client = grid.open()) {
      ids.forEach(client.keys()::revoke);
    }
    return ExitCode.OK;
  }
}
