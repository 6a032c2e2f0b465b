package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "simulate",
    description = {
      "Runs a trace of a batch system through the grid's own scheduler in simulated time, and tells"
          + " what each policy makes of it.",
      "Traces are in the Standard Workload Format; without one, one is made up."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill simulate SDSC-SP2.swf --policy fcfs,easy,fair",
      "  gridmill simulate --jobs 50000 --load 0.85 --plot policies.svg"
    })
final class SimulateCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(
      paramLabel = "TRACE",
      arity = "0..1",
      description = "A trace in the Standard Workload Format; default: one is made up.")
  private @Nullable Path trace;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      split = ",",
      description = "fair (what ships), fcfs and easy (baselines); default all three.")
  private List<String> policies = List.of("fcfs", "easy", "fair");

  @Option(names = "--jobs", paramLabel = "N", description = "Made up: jobs; default 50000.")
  private int jobs = 50_000;

  @Option(
      names = "--load",
      paramLabel = "X",
      description = "Made up: work as a share of what the system can do; default 0.85.")
  private double load = 0.85;

  @Option(names = "--users", paramLabel = "N", description = "Made up: users; default 100.")
  private int users = 100;

  @Option(names = "--seed", paramLabel = "N", description = "Made up: another trace; default 1.")
  private int seed = 1;

  @Option(
      names = "--processors",
      paramLabel = "N",
      description = "Of the system; default what the trace says, or 256.")
  private int processors;

  @Option(
      names = "--cores-of-node",
      paramLabel = "N",
      description = "Of each node; wider jobs become gangs. Default: all is one node.")
  private int coresOfNode;

  @Option(names = "--write", paramLabel = "FILE", description = "Keep the made-up trace there.")
  private @Nullable Path write;

  @Option(names = "--plot", paramLabel = "FILE", description = "Draw the slowdowns there, as SVG.")
  private @Nullable Path plot;

  @Option(names = "--json", description = "Print an object of JSON for each policy.")
  private boolean json;

  SimulateCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>();
    if (trace != null) {
      Path file = cli.folder().resolve(trace);
      if (!Files.isRegularFile(file)) {
        throw GridException.invalid("TRACE", trace, "a file that is there");
      }
      settings.put("trace", file.toString());
    }
    settings.put("policy", String.join(",", policies));
    settings.put("jobs", Integer.toString(jobs));
    settings.put("load", Double.toString(load));
    settings.put("users", Integer.toString(users));
    settings.put("seed", Integer.toString(seed));
    if (processors > 0) {
      settings.put("processors", Integer.toString(processors));
    }
    settings.put("cores-of-node", Integer.toString(coresOfNode));
    if (write != null) {
      settings.put("write", cli.folder().resolve(write).toString());
    }
    List<String> found = SchedulerProcess.run("simulate", settings);
    List<PolicyFigures> figures =
        found.stream().map(line -> Wire.read(line, PolicyFigures.class)).toList();
    if (plot != null) {
      Files.writeString(cli.folder().resolve(plot), SlowdownPlot.of(figures));
    }
    if (json) {
      found.forEach(cli.console()::print);
    } else {
      table(figures);
    }
    return ExitCode.OK;
  }

  private void table(List<PolicyFigures> figures) {
    cli.console()
        .print("policy  utilisation   mean wait    p95 wait  mean slowdown  p95 slowdown   Jain");
    for (PolicyFigures f : figures) {
      cli.console()
          .print(
              String.format(
                  Locale.ROOT,
                  "%-6s  %10.1f%%  %9.0f s %9.0f s  %13.1f  %12.1f  %5.3f",
                  f.policy(),
                  100 * f.utilisation(),
                  f.mean_wait_s(),
                  f.p95_wait_s(),
                  f.mean_slowdown(),
                  f.p95_slowdown(),
                  f.jain_fairness()));
    }
  }
}
