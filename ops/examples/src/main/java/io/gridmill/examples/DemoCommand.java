package io.gridmill.examples;

import io.gridmill.cli.Cli;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = {
      "Shows a grid at work: starts one of a core node, two provider nodes and a gateway, each a"
          + " process, has it read 1,797 handwritten digits, or what the command below says, and"
          + " stops it.",
      "It needs no grid and leaves none; it writes confusion.png, confusion.csv and predictions.csv."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill demo",
      "  gridmill demo --out /tmp/digits --json",
      "  gridmill demo nbody",
      "  gridmill demo image photo.jpg --filter edges",
      "  gridmill demo options"
    })
final class DemoCommand implements Callable<Integer> {
  @Mixin private final DemoGrid demo;

  DemoCommand(Cli cli) {
    this.demo = new DemoGrid(cli);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return DigitsCommand.run(demo);
  }
}
