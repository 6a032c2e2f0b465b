package io.gridmill.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The command line of a user, who has a home for the grid's state and stands in some folder.
 *
 * @param variables environment variables that the user has set
 */
record Command(Path home, Path folder, Map<String, String> variables) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> GRID_OF_THIS_USER =
      Set.of("GRIDMILL_URL", "GRIDMILL_KEY", "GRIDMILL_KEY_FILE");

  /** A user who has set nothing and stands in the home. */
  static Command in(Path home) {
    return new Command(home, home, Map.of());
  }

  Command standingIn(Path other) {
    return new Command(home, other, variables);
  }

  Command with(String variable, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(variable, value);
    return new Command(home, folder, more);
  }

  /** Runs {@code ops/gridmill} to its end. */
  Ended gridmill(String... arguments) throws IOException, InterruptedException {
    return run(line(arguments));
  }

  /** Runs {@code ops/gridmill}, which is expected to succeed. */
  Ended succeed(String... arguments) throws IOException, InterruptedException {
    return gridmill(arguments).expect(0);
  }

  /** Starts {@code ops/gridmill}; what it prints comes from the process, its errors are dropped. */
  Process start(String... arguments) throws IOException {
    return builder(line(arguments)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Runs any program to its end. */
  Ended run(List<String> line) throws IOException, InterruptedException {
    Path out = Files.createTempFile("gridmill-e2e-", ".out");
    Path err = Files.createTempFile("gridmill-e2e-", ".err");
    try {
      long start = System.nanoTime();
      Process process =
          builder(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      try {
        boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Ended so =
            new Ended(
                line,
                ended ? process.exitValue() : -1,
                new String(Files.readAllBytes(out), UTF_8),
                new String(Files.readAllBytes(err), UTF_8),
                Duration.ofNanos(System.nanoTime() - start));
        if (!ended) {
          throw new AssertionError("did not end within " + PATIENCE + ": " + so);
        }
        return so;
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static List<String> line(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Packaged.file("ops/gridmill").toString());
    line.addAll(List.of(arguments));
    return line;
  }

  private ProcessBuilder builder(List<String> line) {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeAll(GRID_OF_THIS_USER);
    environment.put("GRIDMILL_HOME", home.toString());
    environment.putAll(variables);
    return builder;
  }

  /** What became of a program. */
  record Ended(List<String> line, int status, String out, String err, Duration time) {
    Ended expect(int expected) {
      if (status != expected) {
        throw new AssertionError(
            "exit status %d (expected: %d): %s".formatted(status, expected, this));
      }
      return this;
    }

    /** What it printed, without blanks around. */
    String answer() {
      return out.strip();
    }

    String lastLine() {
      return answer().lines().reduce((a, b) -> b).orElse("");
    }

    @Override
    public String toString() {
      return "%s%n  status %d after %s%n  stdout: %s%n  stderr: %s"
          .formatted(String.join(" ", line), status, time, out.strip(), err.strip());
    }
  }
}
