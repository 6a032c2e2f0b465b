package io.gridmill.cli;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the processes of a grid are started with.
 *
 * @param root the folder that was built, with {@code grid-node} and {@code gateway}
 */
public record Programs(Path root, Path java) {
  /** The system property by which the launcher says where it lies. */
  static final String ROOT = "gridmill.root";

  /** Those of this release, run by the Java that runs this. */
  public static Programs find() {
    String root = System.getProperty(ROOT, "");
    if (root.isEmpty()) {
      throw new GridException(
          ErrorCode.INVALID_ARGUMENT,
          "start this by ops/gridmill, which knows where a grid's jars are");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new Programs(Path.of(root).toAbsolutePath().normalize(), java);
  }

  private Path jar(String module) {
    Path jar = root.resolve(module).resolve("target/dist").resolve(module + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new GridException(
          ErrorCode.INVALID_ARGUMENT,
          jar + ": no such file; start this by ops/gridmill, which builds it");
    }
    return jar;
  }

  /** The command line of a main class in the jar of a node or gateway, up to its own arguments. */
  public List<String> main(String module, String mainClass, String... options) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", jar(module).toString(), mainClass));
    return command;
  }

  /** The command line of a node or gateway, up to its own arguments. */
  List<String> command(String module) {
    Path jar = jar(module);
    List<String> command = new ArrayList<>();
    Path nohup = Path.of("/usr/bin/nohup");
    if (Files.isExecutable(nohup)) {
      command.add(nohup.toString());
    }
    command.add(java.toString());
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+ExitOnOutOfMemoryError");
    // Rows are off the heap, so there is little to copy; G1's barriers cost tasks a fifth.
    command.add("-XX:+UseParallelGC");
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }
}
