package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.CliExtension;
import picocli.CommandLine;

/** Adds {@code gridmill demo} and its commands. */
public final class DemoExtension implements CliExtension {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public Object command(Cli cli) {
    return new CommandLine(new DemoCommand(cli))
        .addSubcommand("digits", new DigitsCommand(cli))
        .addSubcommand("nbody", new NBodyCommand(cli))
        .addSubcommand("image", new ImageCommand(cli))
        .addSubcommand("options", new OptionsCommand(cli));
  }
}
