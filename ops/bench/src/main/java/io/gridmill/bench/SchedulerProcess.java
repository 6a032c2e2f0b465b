package io.gridmill.bench;

import io.gridmill.cli.Programs;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The grid's scheduler run in simulated time, in a process of its own that has memory enough. */
final class SchedulerProcess {
  private static final String MAIN = "io.gridmill.grid.trace.TraceMain";

  private SchedulerProcess() {}

  /** Runs it, its progress on standard error; returns what it found, an object of JSON a line. */
  static List<String> run(String what, Map<String, String> settings)
      throws IOException, InterruptedException {
    List<String> command =
        Programs.find()
            .main(
                "grid-node",
                MAIN,
                "-Xmx6g",
                "-Xmn2g",
                "-XX:+UseSerialGC",
                "-XX:+UseTransparentHugePages",
                "-Xlog:disable");
    command.add(what);
    settings.forEach((name, value) -> command.add(name + "=" + value));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> found = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        found.add(line);
      }
    } finally {
      process.destroy();
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new GridException(
          ErrorCode.INVALID_ARGUMENT, "the simulation ended with code " + code + ", see above");
    }
    return found;
  }
}
