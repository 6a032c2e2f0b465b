package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.CliExtension;

/** Adds {@code gridmill demo}. */
public final class DemoExtension implements CliExtension {
  @Override
  public String name() {
    return "demo";
  }

  @Override
  public Object command(Cli cli) {
    return new DemoCommand(cli);
  }
}
