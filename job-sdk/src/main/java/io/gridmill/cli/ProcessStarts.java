package io.gridmill.cli;

import io.gridmill.job.client.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Starts the processes of a planned grid, for the first time or again. */
record ProcessStarts(GridPlan plan, Programs programs) {
  private static final String CONFIGURATION = "gridmill.properties";

  /** Writes down what a process is told at each of its starts. */
  void configure(String name, Map<String, String> config) throws IOException {
    Path dir = Files.createDirectories(plan.data(name));
    Properties properties = new Properties();
    properties.putAll(config);
    properties.put("dir", dir.toString());
    try (var out = Files.newBufferedWriter(dir.resolve(CONFIGURATION))) {
      properties.store(out, null);
    }
    Files.deleteIfExists(log(name));
  }

  private Path log(String name) {
    return plan.logs().resolve(name + ".log");
  }

  /** Runs a process that has been configured; what it prints goes to the end of its log. */
  GridProcess run(String module, String name) throws IOException {
    Path dir = plan.data(name);
    Files.deleteIfExists(dir.resolve("ready.json"));
    List<String> command = new ArrayList<>(programs.command(module));
    command.addAll(List.of("--config", dir.resolve(CONFIGURATION).toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    builder.environment().remove(Credentials.KEY_VARIABLE);
    Process process = builder.start();
    Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
    return new GridProcess(name, process.pid(), startedAt, log(name));
  }
}
