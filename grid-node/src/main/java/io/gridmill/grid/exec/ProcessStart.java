package io.gridmill.grid.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes that run consumers' code: each with an environment of its own and as the leader
 * of a group of its own. Whatever is to be put around such a process is put around it here.
 */
final class ProcessStart {
  private final String path;
  private final @Nullable Path setsid;
  private final @Nullable Path prlimit;

  /**
   * @param path where programs are looked for, as in the environment variable {@code PATH}
   */
  ProcessStart(String path) {
    this.path = path;
    this.setsid = find("setsid").orElse(null);
    this.prlimit = find("prlimit").orElse(null);
  }

  /** The program of this name, or at this path. */
  Optional<Path> find(String program) {
    Stream<Path> places =
        program.contains("/")
            ? Stream.of(Path.of(program))
            : Stream.of(path.split(":", -1)).map(folder -> Path.of(folder, program));
    return places
        .filter(Path::isAbsolute)
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  /**
   * Starts a program.
   *
   * @param memory the most address space that it may have, in bytes; 0 for no limit
   * @param environment added to a minimal one
   * @param oneStream whether standard error goes to standard output
   */
  Process start(
      List<String> argv,
      Path folder,
      long memory,
      Map<String, String> environment,
      boolean oneStream)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (setsid != null) {
      command.add(setsid.toString());
    }
    if (memory > 0 && prlimit != null) {
      command.addAll(List.of(prlimit.toString(), "--as=" + memory));
    }
    command.addAll(argv);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(oneStream);
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.put("PATH", path);
    variables.put("HOME", folder.toString());
    variables.put("LANG", "C.UTF-8");
    variables.putAll(environment);
    return builder.start();
  }
}
