package io.gridmill.examples;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.JobHandle;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "nbody",
    description = {
      "Has a grid follow a star cluster, every body attracting every other: a job whose forces are a"
          + " kernel. Shows how well the energy of all is kept, which it should be but for some"
          + " millionths.",
      "Writes nbody.png: where the bodies were (blue) and are."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  gridmill demo nbody", "  gridmill demo nbody --bodies 4096 --steps 100 --json"})
final class NBodyCommand implements Callable<Integer> {
  @Mixin private final DemoGrid demo;

  @Option(names = "--bodies", paramLabel = "N", description = "How many; default 1024.")
  private int bodies = 1024;

  @Option(names = "--steps", paramLabel = "N", description = "Steps of time; default 400.")
  private int steps = 400;

  @Option(
      names = "--dt",
      paramLabel = "TIME",
      description = "The time of a step; a body crosses the cluster in about 3; default 0.005.")
  private double dt = 0.005;

  @Option(names = "--seed", paramLabel = "N", description = "What it is drawn from; default 1.")
  private long seed = 1;

  NBodyCommand(Cli cli) {
    this.demo = new DemoGrid(cli);
  }

  private record Shown(NBodyJob.Output output, Path picture) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    NBodyJob.Input input = new NBodyJob.Input(bodies, steps, dt, seed);
    Shown shown = demo.show((grid, out) -> run(grid, input, out));
    NBodyJob.Output output = shown.output();
    demo.say("    time      kinetic    potential        total     drift");
    for (NBodyJob.Sample s : output.samples()) {
      demo.say(
          String.format(
              Locale.ROOT,
              "%8.3f %12.8f %12.8f %12.8f %9.1e",
              s.time(),
              s.kinetic(),
              s.potential(),
              s.total(),
              s.drift()));
    }
    double pairs = (double) bodies * bodies * steps;
    demo.say(
        String.format(
            Locale.ROOT,
            "%d bodies, %d steps in %.1f s (%.0f million forces/s) on %s",
            bodies,
            steps,
            output.seconds(),
            pairs / output.seconds() / 1e6,
            output.device()));
    demo.say(
        String.format(Locale.ROOT, "the energy drifted by %.1e at most", output.largestDrift()));
    demo.say("wrote " + shown.picture());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("bodies", bodies);
    figures.put("steps", steps);
    figures.put("largestDrift", output.largestDrift());
    figures.put("seconds", output.seconds());
    figures.put("device", output.device());
    demo.figures(Wire.text(figures));
    return ExitCode.OK;
  }

  private Shown run(GridClient grid, NBodyJob.Input input, Path out)
      throws IOException, InterruptedException {
    JobHandle<NBodyJob.Output> job =
        grid.submit(NBodyJob.class, input, options -> options.name("nbody").memory("256MiB"));
    demo.follow(job.task());
    NBodyJob.Output output = Objects.requireNonNull(job.result());
    return new Shown(
        output, DemoGrid.fetch(job.task(), NBodyJob.PICTURE, out.resolve(NBodyJob.PICTURE)));
  }
}
