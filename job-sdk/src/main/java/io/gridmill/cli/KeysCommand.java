package io.gridmill.cli;

import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.KeyRequest;
import io.gridmill.job.client.KeyView;
import io.gridmill.job.client.NewKey;
import io.gridmill.job.client.Role;
import io.gridmill.job.wire.Wire;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    description = "For operators: makes, lists and revokes API keys.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill keys add alice@example.com > alice.key",
      "  gridmill keys ls",
      "  gridmill keys revoke 7f3k2m"
    })
final class KeysCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private KeysCommand() {}

  static CommandLine of(Cli cli, Connection grid) {
    return new CommandLine(new KeysCommand())
        .addSubcommand("add", new Add(cli, grid))
        .addSubcommand("ls", new Ls(cli, grid))
        .addSubcommand("revoke", new Revoke(cli, grid));
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(), "keys: which of add, ls and revoke?");
  }

  @Command(
      description = "Makes a key and prints it; it cannot be shown again.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  gridmill keys add alice@example.com > alice.key",
        "  gridmill keys add ops --role operator"
      })
  private static final class Add implements Callable<Integer> {
    private final Cli cli;
    private final Connection grid;

    @Parameters(paramLabel = "OWNER", description = "Whose account; made, if there is none.")
    private @Nullable String owner;

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "${COMPLETION-CANDIDATES}; default CONSUMER.")
    private Role role = Role.CONSUMER;

    Add(Cli cli, Connection grid) {
      this.cli = cli;
      this.grid = grid;
    }

    @Override
    public Integer call() {
      KeyRequest request = new KeyRequest(Objects.requireNonNull(owner), role);
      try (GridClient client = grid.open()) {
        NewKey key = client.keys().make(request);
        cli.console().print(key.key());
        cli.console().say("key " + key.keyId() + " of " + key.owner() + ", " + key.role());
      }
      return ExitCode.OK;
    }
  }

  @Command(
      description = "Lists keys, without their secrets.",
      footerHeading = "%nExamples:%n",
      footer = "  gridmill keys ls")
  private static final class Ls implements Callable<Integer> {
    private final Cli cli;
    private final Connection grid;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    Ls(Cli cli, Connection grid) {
      this.cli = cli;
      this.grid = grid;
    }

    @Override
    public Integer call() {
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
  }

  @Command(
      description = "Makes keys useless.",
      footerHeading = "%nExamples:%n",
      footer = "  gridmill keys revoke 7f3k2m")
  private static final class Revoke implements Callable<Integer> {
    private final Cli cli;
    private final Connection grid;

    @Parameters(arity = "1..*", paramLabel = "KEY", description = "The ids of the keys.")
    private List<String> ids = List.of();

    Revoke(Cli cli, Connection grid) {
      this.cli = cli;
      this.grid = grid;
    }

    @Override
    public Integer call() {
      try (GridClient client = grid.open()) {
        for (String id : ids) {
          client.keys().revoke(id);
          cli.console().say("key " + id + " is revoked");
        }
      }
      return ExitCode.OK;
    }
  }
}
