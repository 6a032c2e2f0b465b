package io.gridmill.grid.trace;

import io.gridmill.job.GridException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Standard Workload Format, version 2.2, of the Parallel Workloads Archive: comments after
 * {@code ;}, then a job a line in 18 numbers, -1 where one is not known.
 */
public final class Swf {
  private static final int FIELDS = 18;
  private static final Pattern PROCESSORS =
      Pattern.compile(";\\s*Max(?:Procs|Nodes)\\s*:\\s*(\\d+).*");

  private Swf() {}

  /**
   * Reads a trace. Jobs that never ran (no processors or no run time) are left out.
   *
   * @param processors how many the system has; 0: what the trace says
   * @throws GridException that names the line, if one is not in the format
   */
  public static Trace read(Path file, int processors) throws IOException {
    List<TraceJob> jobs = new ArrayList<>();
    int most = processors;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Matcher header = PROCESSORS.matcher(line);
        if (header.matches() && processors == 0) {
          most = Math.max(most, Integer.parseInt(header.group(1)));
        }
        String data = line.strip();
        if (!data.isEmpty() && !data.startsWith(";")) {
          add(jobs, numbers(data, number));
        }
      }
    }
    if (jobs.isEmpty()) {
      throw GridException.invalid("trace", file, "at least one job that ran");
    }
    jobs.sort(Comparator.comparing(TraceJob::submitted));
    int widest = jobs.stream().mapToInt(TraceJob::processors).max().orElse(1);
    if (processors > 0 && widest > processors) {
      throw GridException.invalid(
          "processors", processors, "at least " + widest + ", which the widest job has");
    }
    return new Trace(Math.max(most, widest), jobs);
  }

  private static double[] numbers(String data, int line) {
    StringTokenizer fields = new StringTokenizer(data);
    if (fields.countTokens() < FIELDS) {
      throw GridException.invalid("line " + line, data, FIELDS + " numbers");
    }
    double[] numbers = new double[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
      String field = fields.nextToken();
      try {
        numbers[i] = Double.parseDouble(field);
      } catch (NumberFormatException e) {
        throw GridException.invalid("line " + line + ", field " + (i + 1), field, "a number");
      }
    }
    return numbers;
  }

  private static void add(List<TraceJob> jobs, double[] f) {
    int had = (int) (f[4] > 0 ? f[4] : f[7]);
    if (had <= 0 || f[3] <= 0) {
      return;
    }
    double requested = f[8] > 0 ? f[8] : f[3];
    jobs.add(
        new TraceJob(
            (long) f[0],
            seconds(Math.max(0, f[1])),
            seconds(Math.min(f[3], requested)),
            had,
            seconds(requested),
            "u" + (long) f[11],
            "g" + (long) f[12]));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  /** Writes a trace. */
  public static void write(Trace trace, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("; Version: 2.2\n; MaxProcs: " + trace.processors() + "\n");
      for (TraceJob job : trace.jobs()) {
        out.write(
            String.format(
                Locale.ROOT,
                "%d %d -1 %d %d -1 -1 %d %d -1 1 %s %s -1 -1 -1 -1 -1%n",
                job.number(),
                job.submitted().toSeconds(),
                job.runs().toSeconds(),
                job.processors(),
                job.processors(),
                job.requested().toSeconds(),
                job.user().substring(1),
                job.group().substring(1)));
      }
    }
  }
}
