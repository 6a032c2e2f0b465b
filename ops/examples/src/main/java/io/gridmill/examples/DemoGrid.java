package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.Console;
import io.gridmill.cli.GridPlan;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.client.TaskHandle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What all demos share: their options, the grid that each starts and stops, how they speak. */
final class DemoGrid {
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

  DemoGrid(Cli cli) {
    this.cli = cli;
  }

  /** What a demo has a grid do. */
  interface Show<R> {
    R on(GridClient grid, Path out) throws IOException, InterruptedException;
  }

  /** Starts a grid, has it do that, and stops it; its folder stays if that went wrong. */
  <R> R show(Show<R> show) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("gridmill-demo-");
    long start = System.nanoTime();
    R result;
    try (GridProcesses grid = GridProcesses.start(GridPlan.of(folder, 1, providers, 0), cli);
        GridClient client = grid.connect()) {
      String nodes = providers == 1 ? "a provider node" : providers + " provider nodes";
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      say("a core node, " + nodes + " and a gateway are up, after " + seconds(took) + " s");
      result = show.on(client, Files.createDirectories(cli.folder().resolve(out)));
      cli.console().clear();
    } catch (IOException | GridException e) {
      cli.console().say("the logs of the demo's grid are in " + folder.resolve("logs"));
      throw e;
    }
    delete(folder);
    return result;
  }

  /** Shows a task's progress until it has ended. */
  void follow(TaskHandle task) {
    try (Stream<TaskEventView> events = task.events()) {
      events
          .map(TaskEventView::progress)
          .forEach(
              progress -> {
                if (progress != null) {
                  show(progress);
                }
              });
    }
    cli.console().clear();
  }

  void show(Progress progress) {
    cli.console()
        .progress(
            Console.bar(progress.fraction()) + " " + progress.done() + " of " + progress.total());
  }

  /** Fetches an output of a task. */
  static Path fetch(TaskHandle task, String output, Path file) throws IOException {
    try (InputStream content = task.openOutput(output)) {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  /** Says something to people: to standard output, unless that is to be read by a program. */
  void say(String line) {
    if (json) {
      cli.console().say(line);
    } else {
      cli.console().print(line);
    }
  }

  /** Prints the figures for programs, if they were asked for. */
  void figures(String object) {
    if (json) {
      cli.console().print(object);
    }
  }

  static String seconds(Duration time) {
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
