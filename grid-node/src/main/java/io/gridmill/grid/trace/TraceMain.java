package io.gridmill.grid.trace;

import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.job.GridException;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs traces and what is measured of the scheduler, in a process of its own; {@code gridmill
 * simulate} and {@code gridmill bench schedule} start it. Its arguments are a word and settings
 * such as {@code jobs=50000}; progress goes to standard error, results as JSON to standard output.
 */
public final class TraceMain {
  private final Map<String, String> settings = new HashMap<>();

  private TraceMain() {}

  public static void main(String[] args) throws IOException {
    try {
      TraceMain main = new TraceMain();
      for (int i = 1; i < args.length; i++) {
        int at = args[i].indexOf('=');
        main.settings.put(args[i].substring(0, at), args[i].substring(at + 1));
      }
      switch (args[0]) {
        case "simulate" -> main.simulate();
        case "schedule" -> main.schedule();
        case "kueue" -> System.out.println(Wire.text(KueueRun.run()));
        default -> throw GridException.invalid("argument", args[0], "simulate, schedule or kueue");
      }
    } catch (GridException e) {
      System.err.println("gridmill: " + e.getMessage());
      System.exit(2);
    }
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(settings.getOrDefault(name, Integer.toString(otherwise)));
  }

  private Trace trace() throws IOException {
    String file = settings.get("trace");
    if (file != null) {
      return Swf.read(Path.of(file), number("processors", 0));
    }
    double load = Double.parseDouble(settings.getOrDefault("load", "0.9"));
    return new TraceModel(number("seed", 1))
        .make(number("jobs", 50_000), number("processors", 256), number("users", 100), load);
  }

  private void simulate() throws IOException {
    Trace trace = trace();
    if (settings.containsKey("write")) {
      Swf.write(trace, Path.of(settings.get("write")));
    }
    System.err.printf(
        "%,d jobs on %,d processors, load %.2f%n",
        trace.jobs().size(), trace.processors(), trace.load());
    List<TraceFigures> results = new ArrayList<>();
    for (String policy : settings.getOrDefault("policy", "fcfs,easy,fair").split(",", -1)) {
      TraceRun run =
          new TraceRun(trace, SchedulingPolicy.named(policy), number("cores-of-node", 0));
      int all = trace.jobs().size();
      results.add(run.run(n -> System.err.printf("\r%s %3d %%", policy, 100L * n / all)));
      System.err.printf("\r%s done%n", policy);
    }
    results.forEach(r -> System.out.println(Wire.text(r)));
  }

  private void schedule() {
    var figures =
        ScheduleBench.run(
            number("nodes", 10_000),
            number("few", 10_000),
            number("waiting", 1_000_000),
            System.err::println);
    System.out.println(Wire.text(figures));
  }
}
