package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.CliExtension;
import picocli.CommandLine;

/** Adds {@code bench} to the command. */
public final class BenchExtension implements CliExtension {
  @Override
  public String name() {
    return "bench";
  }

  @Override
  public Object command(Cli cli) {
    return new CommandLine(new BenchCommand())
        .addSubcommand("dispatch", new DispatchCommand(cli))
        .addSubcommand("fault", new FaultCommand(cli))
        .addSubcommand("kernels", new KernelsCommand(cli))
        .addSubcommand("peers", new PeersCommand())
        .addSubcommand("schedule", new ScheduleCommand(cli))
        .addSubcommand("kueue", new KueueCommand(cli))
        .addSubcommand("recovery", new RecoveryCommand(cli));
  }
}
