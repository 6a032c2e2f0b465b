package io.gridmill.cli;

import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of {@code submit} that say what is to run. */
final class WorkOptions {
  @Parameters(
      paramLabel = "JAR|JSON|ARGS",
      arity = "0..*",
      description = "A jar, or a file of JSON; with --command the program and its arguments.")
  private List<String> arguments = List.of();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "The job in the jar; not needed if it has only one.")
  private @Nullable String className;

  @Option(names = "--jar", paramLabel = "FILE", description = "A further jar that the job needs.")
  private List<Path> jars = List.of();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "JSON",
      description = "The job's input, or @FILE with it; of an array what its items share.")
  private @Nullable String input;

  @Option(
      names = "--array",
      paramLabel = "N|FILE",
      description = "Run over the numbers below N, or over the lines of a file of JSON.")
  private @Nullable String array;

  @Option(names = "--no-reduce", description = "Keep the items' results of a reducing job.")
  private boolean noReduce;

  @Option(
      names = "--allow-failed",
      paramLabel = "N|SHARE",
      description = "How many items may fail: a number, a share below 1, or -1; default 0.")
  private @Nullable Double allowFailed;

  @Option(
      names = "--in",
      paramLabel = "NAME=FILE",
      description = "A file that the task finds under this name.")
  private Map<String, Path> files = Map.of();

  @Option(names = "--command", description = "Run a program; what it is follows after --.")
  private boolean command;

  @Option(
      names = "--out",
      paramLabel = "NAME",
      description = "A file that the command writes and the grid keeps.")
  private List<String> outputs = List.of();

  @Option(
      names = "--env",
      paramLabel = "K=V",
      description = "An environment variable for the command.")
  private Map<String, String> variables = Map.of();

  /** What the options name, looked at as far as this machine can. */
  WorkSource source(Cli cli) throws IOException {
    Map<String, Path> inputs = new LinkedHashMap<>();
    files.forEach((name, file) -> inputs.put(name, file(cli, "--in " + name, file)));
    if (command) {
      return command(inputs);
    }
    refuse(!outputs.isEmpty(), "--out", "--command");
    refuse(!variables.isEmpty(), "--env", "--command");
    if (arguments.size() != 1) {
      throw GridException.invalid(
          "job",
          arguments.isEmpty() ? null : String.join(" ", arguments),
          "one jar, one file of JSON, or --command -- PROGRAM ARGS..." + hint(cli));
    }
    Path named = Path.of(arguments.getFirst());
    if (named.toString().endsWith(".json")) {
      refuse(className != null, "--class", "a jar");
      refuse(array != null, "--array", "a jar");
      refuse(allowFailed != null, "--allow-failed", "--array");
      return new WorkSource.Whole(file(cli, "task", named), input(cli), inputs);
    }
    return jar(cli, named, inputs);
  }

  private WorkSource jar(Cli cli, Path named, Map<String, Path> inputs) throws IOException {
    List<Path> all =
        Stream.concat(Stream.of(named), jars.stream()).map(cli.folder()::resolve).toList();
    RawJson json = input(cli);
    JarJob job = JarJob.find(all, className, json);
    return new WorkSource.Jars(job, all, json, items(cli, job), inputs);
  }

  private @Nullable WorkItems items(Cli cli, JarJob job) throws IOException {
    boolean isArray = job.kind() != io.gridmill.job.runtime.JobClass.Kind.GRID_JOB;
    if (array == null) {
      if (isArray) {
        throw GridException.invalid(
            "--array", null, "N or FILE, as " + job.className() + " is an ArrayJob");
      }
      refuse(allowFailed != null, "--allow-failed", "--array");
      return null;
    }
    if (!isArray) {
      throw GridException.invalid(
          "--array", array, "nothing, as " + job.className() + " is a GridJob");
    }
    boolean reduce =
        job.kind() == io.gridmill.job.runtime.JobClass.Kind.REDUCING_ARRAY_JOB && !noReduce;
    double failing = allowFailed == null ? 0 : allowFailed;
    if (array.matches("\\d{1,18}")) {
      return new WorkItems(Long.parseLong(array), null, reduce, failing);
    }
    Path lines = file(cli, "--array", Path.of(array));
    try (Stream<String> text = Files.lines(lines)) {
      return new WorkItems(text.count(), lines, reduce, failing);
    }
  }

  private WorkSource command(Map<String, Path> inputs) {
    refuse(className != null, "--class", "a jar");
    refuse(array != null, "--array", "a jar");
    refuse(allowFailed != null, "--allow-failed", "--array");
    refuse(input != null, "--input", "a jar");
    if (arguments.isEmpty()) {
      throw GridException.invalid("command", null, "--command -- PROGRAM ARGS...");
    }
    return new WorkSource.Program(
        new io.gridmill.job.Work.Command(arguments, outputs, variables), inputs);
  }

  private @Nullable RawJson input(Cli cli) throws IOException {
    if (input == null) {
      return null;
    }
    String text =
        input.startsWith("@")
            ? Files.readString(file(cli, "--input", Path.of(input.substring(1))))
            : input;
    try {
      return Wire.read(text, RawJson.class);
    } catch (GridException e) {
      throw GridException.invalid("--input", text, "JSON, such as '{\"n\":3}' or '\"text\"'");
    }
  }

  private static Path file(Cli cli, String what, Path named) {
    Path file = cli.folder().resolve(named);
    if (!Files.isRegularFile(file)) {
      throw GridException.invalid(what, named, "a file that is there");
    }
    return file;
  }

  private static void refuse(boolean present, String option, String needed) {
    if (present) {
      throw GridException.invalid(option, "there", "only with " + needed);
    }
  }

  /** What someone who only typed {@code gridmill submit} in a Maven project probably wants. */
  private static String hint(Cli cli) throws IOException {
    if (!Files.isRegularFile(cli.folder().resolve("pom.xml"))) {
      return "";
    }
    Path target = cli.folder().resolve("target");
    if (Files.isDirectory(target)) {
      try (Stream<Path> built = Files.list(target)) {
        Optional<Path> jar = built.filter(f -> f.toString().endsWith(".jar")).sorted().findFirst();
        if (jar.isPresent()) {
          return "; this project has built target/" + jar.get().getFileName();
        }
      }
    }
    return "; build this project's jar with `mvn package`, then name it";
  }
}
