package io.gridmill.cli;

import io.gridmill.job.client.DeviceView;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.ResourceView;
import io.gridmill.job.wire.Wire;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = "Lists the grid's nodes and what they offer.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill nodes",
      "  gridmill nodes --attributes            what constraints can ask for",
      "  gridmill nodes --json | jq .coresFree"
    })
final class NodesCommand implements Callable<Integer> {
  private final Cli cli;
  private final Connection grid;

  @Option(names = "--attributes", description = "Show all attributes, as constraints see them.")
  private boolean attributes;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  NodesCommand(Cli cli, Connection grid) {
    this.cli = cli;
    this.grid = grid;
  }

  @Override
  public Integer call() {
    List<ResourceView> nodes;
    try (GridClient client = grid.open()) {
      nodes = client.resources();
    }
    if (json) {
      nodes.forEach(node -> cli.console().print(Wire.text(node)));
    } else if (attributes) {
      nodes.forEach(this::printAttributes);
    } else {
      print(nodes);
    }
    return ExitCode.OK;
  }

  private void printAttributes(ResourceView node) {
    cli.console().print(node.name());
    new TreeMap<>(node.attributes())
        .forEach((name, value) -> cli.console().print("  " + name + " = " + value));
  }

  private void print(List<ResourceView> nodes) {
    Table table = new Table("NAME", "STATUS", "ROLES", "CORES FREE", "MEMORY", "GPUS", "RUNNING");
    for (ResourceView node : nodes) {
      table.add(
          node.name(),
          node.status().name(),
          String.join(",", node.roles()),
          node.coresFree() + "/" + node.cores(),
          node.memory() == null ? "" : node.memory().toString(),
          node.devices().stream().map(DeviceView::model).collect(Collectors.joining(", ")),
          Integer.toString(node.running()));
    }
    table.print(cli.console());
    for (ResourceView node : nodes) {
      if (node.barred() != null) {
        cli.console().print(node.name() + " " + node.barred());
      }
    }
  }
}
