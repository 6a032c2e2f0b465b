package io.gridmill.bench;

import io.gridmill.cli.Cli;
import io.gridmill.cli.ExitCode;
import io.gridmill.cli.GridPlan;
import io.gridmill.cli.GridProcess;
import io.gridmill.cli.GridProcesses;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.client.GridClient;
import io.gridmill.job.client.Submitted;
import io.gridmill.job.client.TaskEventView;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "fault",
    description = {
      "Runs 400 tasks of 20 ms on two workers, twice; the second time, one of the workers is killed"
          + " half way.",
      "The last line of --json is one object: results (that came, each once), run, run_twice (tasks"
          + " that were started again), seconds, undisturbed_s."
    })
final class FaultCommand implements Callable<Integer> {
  private static final int TASKS = 400;
  private static final long MILLIS = 20;
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Cli cli;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  FaultCommand(Cli cli) {
    this.cli = cli;
  }

  /**
   * What was found.
   *
   * @param results how many different results came
   * @param run how many tasks were run
   * @param run_twice how many runs there were beyond these
   */
  @SuppressWarnings("MemberName") // the names of the line that programs read
  record Figures(int results, int run, int run_twice, double seconds, double undisturbed_s) {}

  private record Round(int results, double seconds) {}

  @Override
  public Integer call() throws IOException, InterruptedException, TimeoutException {
    Path folder = Files.createTempDirectory("gridmill-bench-");
    Path file = folder.resolve("runs");
    GridPlan plan = GridPlan.standalone(folder, 0).withSettings(Map.of("cores", "2"));
    Figures figures;
    try (GridProcesses grid = GridProcesses.start(plan, cli);
        GridClient client = grid.connect()) {
      var first = client.submit(NapJob.class, new NapJob.Nap(0, file.toString(), MILLIS));
      first.task().await(LONGEST);
      TaskSpec spec = first.task().view().spec();
      finish(submit(client, spec, file, TASKS));
      Round calm = round(client, spec, file, () -> {});
      Files.delete(file);
      Round hit =
          round(
              client,
              spec,
              file,
              () -> {
                await(file, TASKS / 2);
                killOne(grid);
              });
      List<String> runs = Files.readAllLines(file);
      int run = new HashSet<>(runs).size();
      figures = new Figures(hit.results, run, runs.size() - run, hit.seconds, calm.seconds);
    } finally {
      Folders.delete(folder);
    }
    cli.console()
        .print(
            json
                ? Wire.text(figures)
                : "%d of %d results, %d tasks run again, %.2f s (undisturbed %.2f s)"
                    .formatted(
                        figures.results,
                        TASKS,
                        figures.run_twice,
                        figures.seconds,
                        figures.undisturbed_s));
    return ExitCode.OK;
  }

  /** What happens while tasks run. */
  private interface Meanwhile {
    void happens() throws IOException, InterruptedException;
  }

  private static Round round(GridClient client, TaskSpec spec, Path file, Meanwhile meanwhile)
      throws IOException, InterruptedException, TimeoutException {
    Files.deleteIfExists(file);
    long began = System.nanoTime();
    List<Submitted> tasks = submit(client, spec, file, TASKS);
    meanwhile.happens();
    int results = finish(tasks);
    return new Round(results, DispatchBench.round((System.nanoTime() - began) / 1e9));
  }

  private static List<Submitted> submit(GridClient client, TaskSpec spec, Path file, int count) {
    List<TaskSpec> specs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String input = Wire.text(new NapJob.Nap(i, file.toString(), MILLIS));
      specs.add(spec.withInput(new RawJson(input)));
    }
    return client.submitAll(specs);
  }

  private static int finish(List<Submitted> tasks) throws InterruptedException, TimeoutException {
    Set<RawJson> results = new HashSet<>();
    for (Submitted task : tasks) {
      TaskEventView end = task.task().await(LONGEST);
      if (end.status() == TaskStatus.SUCCEEDED && end.result() != null) {
        results.add(end.result());
      }
    }
    return results.size();
  }

  private static void await(Path file, int runs) throws IOException, InterruptedException {
    while (!Files.exists(file) || Files.readAllLines(file).size() < runs) {
      if (new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static void killOne(GridProcesses grid) {
    for (GridProcess process : grid.processes()) {
      var worker =
          ProcessHandle.of(process.pid()).stream()
              .flatMap(ProcessHandle::descendants)
              .filter(p -> p.info().commandLine().orElse("").contains("WorkerMain"))
              .findFirst();
      if (worker.isPresent()) {
        worker.get().destroyForcibly();
        return;
      }
    }
    throw GridException.invalid("workers", 0, "two");
  }
}
