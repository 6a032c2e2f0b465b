package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "digits",
    description = {
      "Has a grid read 1,797 handwritten digits by their nearest neighbours: an array over two"
          + " nodes, whose distances are a kernel. 1,776 are read right.",
      "Writes confusion.png, confusion.csv and predictions.csv."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gridmill demo digits", "  gridmill demo digits --out /tmp/digits --json"})
final class DigitsCommand implements Callable<Integer> {
  @Mixin private final DemoGrid demo;

  DigitsCommand(Cli cli) {
    this.demo = new DemoGrid(cli);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    return run(demo);
  }

  static int run(DemoGrid demo) throws IOException, InterruptedException {
    DigitsDemo.Result result = demo.show((client, out) -> DigitsDemo.run(client, out, demo::show));
    demo.say(
        String.format(
            Locale.ROOT,
            "read %d of %d digits right (%.2f %%) in %s s",
            result.correct(),
            result.total(),
            100.0 * result.correct() / result.total(),
            DemoGrid.seconds(result.time())));
    demo.say(
        result.itemsByNode().entrySet().stream()
            .map(node -> node.getKey() + " read " + node.getValue())
            .collect(Collectors.joining(", ")));
    result.files().forEach(file -> demo.say("wrote " + file));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("correct", result.correct());
    figures.put("total", result.total());
    figures.put("nodes", result.itemsByNode().size());
    figures.put("seconds", result.time().toMillis() / 1000.0);
    demo.figures(Wire.text(figures));
    return ExitCode.OK;
  }
}
