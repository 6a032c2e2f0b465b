package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.job.GridException;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.JobHandle;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "options",
    description = {
      "Has a grid price European options by chance, and compares with the formula of Black and"
          + " Scholes: an array of batches, drawn and priced by kernels, reduced to one table.",
      "About 19 in 20 prices should be off by less than 2 standard errors. Writes options.csv."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  gridmill demo options",
      "  gridmill demo options --spot 42 --strikes 38,40,44 --volatility 0.3 --batches 256"
    })
final class OptionsCommand implements Callable<Integer> {
  @Mixin private final DemoGrid demo;

  @Option(names = "--spot", paramLabel = "PRICE", description = "The share now; default 100.")
  private double spot = 100;

  @Option(names = "--rate", paramLabel = "SHARE", description = "Interest a year; default 0.05.")
  private double rate = 0.05;

  @Option(names = "--volatility", paramLabel = "SHARE", description = "A year; default 0.2.")
  private double volatility = 0.2;

  @Option(names = "--years", paramLabel = "TIME", description = "Until expiry; default 1.")
  private double years = 1;

  @Option(
      names = "--strikes",
      paramLabel = "PRICE,...",
      split = ",",
      description = "Each a call and a put; default 80,90,100,110,120.")
  private List<Double> strikes = List.of(80.0, 90.0, 100.0, 110.0, 120.0);

  @Option(
      names = "--batches",
      paramLabel = "N",
      description = "How many times 262,144 prices are drawn; default 64.")
  private int batches = 64;

  @Option(names = "--seed", paramLabel = "N", description = "What is drawn from; default 1.")
  private int seed = 1;

  OptionsCommand(Cli cli) {
    this.demo = new DemoGrid(cli);
  }

  private record Shown(List<OptionsJob.Estimate> prices, Path table, Duration time) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Market market = new Market(spot, rate, volatility, years, strikes, seed);
    if (batches < 1) {
      throw GridException.invalid("batches", batches, ">= 1");
    }
    Shown shown = demo.show((grid, out) -> run(grid, market, out));
    demo.say("        strike     by chance    std error   closed form       off");
    double worst = 0;
    for (OptionsJob.Estimate e : shown.prices()) {
      worst = Math.max(worst, Math.abs(e.off()));
      demo.say(
          String.format(
              Locale.ROOT,
              "%-4s %9.2f %13.6f %12.6f %13.6f %+7.2f se",
              e.kind(),
              e.strike(),
              e.price(),
              e.error(),
              e.closedForm(),
              e.off()));
    }
    long paths = (long) batches * MarketPaths.PATHS;
    demo.say(
        String.format(
            Locale.ROOT, "%,d prices drawn in %s s", paths, DemoGrid.seconds(shown.time())));
    demo.say(
        String.format(Locale.ROOT, "all within %.2f standard errors of the closed form", worst));
    demo.say("wrote " + shown.table());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("paths", paths);
    figures.put("prices", shown.prices());
    figures.put("largestOff", worst);
    figures.put("seconds", shown.time().toMillis() / 1000.0);
    demo.figures(Wire.text(figures));
    return ExitCode.OK;
  }

  private Shown run(GridClient grid, Market market, Path out)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    JobHandle<List<OptionsJob.Estimate>> job =
        grid.submitReducing(
            OptionsJob.class,
            batches,
            options -> options.name("options").memory("256MiB").sharedInput(market));
    demo.follow(job.task());
    List<OptionsJob.Estimate> prices = Objects.requireNonNull(job.result());
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    StringBuilder csv = new StringBuilder("kind,strike,by_chance,standard_error,closed_form\n");
    for (OptionsJob.Estimate e : prices) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%s,%.9f,%.9f,%.9f%n",
              e.kind(),
              e.strike(),
              e.price(),
              e.error(),
              e.closedForm()));
    }
    return new Shown(prices, Files.writeString(out.resolve("options.csv"), csv), time);
  }
}
