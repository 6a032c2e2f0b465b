package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.job.GridException;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.job.wire.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "kernels",
    description = {
      "Compares kernels on the JVM with the same parallel loops written by hand, by JMH: each way in"
          + " a fresh JVM, the ways in turn, several rounds.",
      "A ratio is the time by hand over the graph's: 1 is as fast, more is faster. Given are the"
          + " median of the rounds and, as a range, all of them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill bench kernels --json",
      "  gridmill bench kernels --only saxpy --rounds 5"
    })
final class KernelsCommand implements Callable<Integer> {
  private static final List<String> KERNELS = List.of("saxpy", "naive", "tiled", "nbody");

  private final Cli cli;

  @Option(names = "--rounds", paramLabel = "N", description = "How often; default 3.")
  private int rounds = 3;

  @Option(
      names = "--only",
      paramLabel = "KERNEL,...",
      split = ",",
      description = "saxpy (16M), naive and tiled (multiply 1024), nbody (4096); default all.")
  private List<String> only = KERNELS;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  KernelsCommand(Cli cli) {
    this.cli = cli;
  }

  /** What was measured of a kernel; times are medians, in milliseconds. */
  private record Figures(
      double ratio, double least_ratio, double most_ratio, double hand_ms, double graph_ms) {
    static Figures of(List<Double> hand, List<Double> graph) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < hand.size(); round++) {
        ratios.add(hand.get(round) / graph.get(round));
      }
      Spread spread = new Spread(ratios);
      return new Figures(
          rounded(spread.median()),
          rounded(spread.sorted().getFirst()),
          rounded(spread.max()),
          rounded(new Spread(hand).median()),
          rounded(new Spread(graph).median()));
    }

    private static double rounded(double value) {
      return Math.round(value * 1000) / 1000.0;
    }
  }

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw GridException.invalid("rounds", rounds, ">= 1");
    }
    for (String kernel : only) {
      if (!KERNELS.contains(kernel)) {
        throw GridException.invalid("only", kernel, String.join(", ", KERNELS));
      }
    }
    Map<String, List<Double>> hand = new LinkedHashMap<>();
    Map<String, List<Double>> graph = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (String kernel : only) {
        cli.console().progress("round " + round + " of " + rounds + ", " + kernel);
        double byHand = measured(kernel, "hand");
        double byGraph = measured(kernel, "graph");
        hand.computeIfAbsent(kernel, k -> new ArrayList<>()).add(byHand);
        graph.computeIfAbsent(kernel, k -> new ArrayList<>()).add(byGraph);
        cli.console()
            .say(
                String.format(
                    Locale.ROOT,
                    "round %d, %s: by hand %.2f ms, graph %.2f ms",
                    round,
                    kernel,
                    byHand,
                    byGraph));
      }
    }
    cli.console().clear();
    Map<String, Object> found = new LinkedHashMap<>();
    for (String kernel : only) {
      Figures f =
          Figures.of(hand.getOrDefault(kernel, List.of()), graph.getOrDefault(kernel, List.of()));
      found.put(kernel, f);
      if (!json) {
        cli.console()
            .print(
                String.format(
                    Locale.ROOT,
                    "%-6s  by hand %9.2f ms  graph %9.2f ms  ratio %.3f (%.3f to %.3f)",
                    kernel,
                    f.hand_ms(),
                    f.graph_ms(),
                    f.ratio(),
                    f.least_ratio(),
                    f.most_ratio()));
      }
    }
    if (json) {
      try (Accelerator jvm = Accelerators.jvm()) {
        found.put("device", jvm.device());
      }
      cli.console().print(Wire.text(found));
    }
    return ExitCode.OK;
  }

  /** The median of one JVM's iterations, in milliseconds. */
  private static double measured(String kernel, String way) {
    try {
      Statistics times =
          new Runner(
                  new OptionsBuilder()
                      .include("^" + KernelBench.class.getName() + "\\." + way + "$")
                      .param("kernel", kernel)
                      .forks(1)
                      .jvmArgs("-Xms1g", "-Xmx1g")
                      .warmupIterations(3)
                      .warmupTime(TimeValue.seconds(1))
                      .measurementIterations(3)
                      .measurementTime(TimeValue.seconds(1))
                      .shouldFailOnError(true)
                      .verbosity(VerboseMode.SILENT)
                      .build())
              .runSingle()
              .getPrimaryResult()
              .getStatistics();
      return times.getPercentile(50);
    } catch (RunnerException e) {
      throw new IllegalStateException(kernel + " " + way + " could not be measured", e);
    }
  }
}
