package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.Console;
import io.gridmill.cli.ExitCode;
import io.gridmill.cli.GridPlan;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Shows a grid at work: starts one of a core node, two provider nodes and a gateway, each a"
          + " process, has it read 1,797 handwritten digits, and stops it.",
      "It needs no grid and leaves none; it writes confusion.png, confusion.csv and predictions.csv."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gridmill demo", "  gridmill demo --out /tmp/digits --json"})
final class DemoCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      description = "Where to write; default: gridmill-demo.")
  private Path out = Path.of("gridmill-demo");

  @Option(
      names = "--providers",
      paramLabel = "N",
      description = "How many provider nodes share the work; default 2.")
  private int providers = 2;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  DemoCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("gridmill-demo-");
    long start = System.nanoTime();
    DigitsDemo.Result result;
    try (GridProcesses grid = GridProcesses.start(GridPlan.of(folder, 1, providers, 0), cli);
        GridClient client = grid.connect()) {
      String nodes = providers == 1 ? "a provider node" : providers + " provider nodes";
      say("a core node, " + nodes + " and a gateway are up, after " + since(start));
      result = DigitsDemo.run(client, cli.folder().resolve(out), this::show);
      cli.console().clear();
    } catch (IOException | GridException e) {
      cli.console().say("the logs of the demo's grid are in " + folder.resolve("logs"));
      throw e;
    }
    delete(folder);
    report(result);
    return ExitCode.OK;
  }

  private void show(Progress progress) {
    cli.console()
        .progress(
            Console.bar(progress.fraction()) + " " + progress.done() + " of " + progress.total());
  }

  private void report(DigitsDemo.Result result) {
    say(
        "read "
            + result.correct()
            + " of "
            + result.total()
            + String.format(
                Locale.ROOT, " digits right (%.2f %%)", 100.0 * result.correct() / result.total())
            + " in "
            + seconds(result.time())
            + " s");
    say(
        result.itemsByNode().entrySet().stream()
            .map(node -> node.getKey() + " read " + node.getValue())
            .collect(Collectors.joining(", ")));
    result.files().forEach(file -> say("wrote " + file));
    if (json) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("correct", result.correct());
      figures.put("total", result.total());
      figures.put("nodes", result.itemsByNode().size());
      figures.put("seconds", result.time().toMillis() / 1000.0);
      cli.console().print(Wire.text(figures));
    }
  }

  /** Figures for people: to standard output, unless that is to be read by a program. */
  private void say(String line) {
    if (json) {
      cli.console().say(line);
    } else {
      cli.console().print(line);
    }
  }

  private static String since(long start) {
    return seconds(Duration.ofNanos(System.nanoTime() - start)) + " s";
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
