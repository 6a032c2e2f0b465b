package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.CliExtension;

/** Adds {@code simulate} to the command. */
public final class SimulateExtension implements CliExtension {
  @Override
  public String name() {
    return "simulate";
  }

  @Override
  public Object command(Cli cli) {
    return new SimulateCommand(cli);
  }
}
