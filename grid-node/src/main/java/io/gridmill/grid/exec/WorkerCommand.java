package io.gridmill.grid.exec;

import io.gridmill.grid.device.TornadoSdk;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of a worker. */
final class WorkerCommand {
  private static final String MAIN = "io.gridmill.worker.WorkerMain";

  private final Path java;
  private final List<Path> jars;
  private final List<String> deviceFlags;

  /**
   * @param jars the part of the class path that is the node's
   * @param deviceFlags what lets a process use the node's devices; empty if it has none
   */
  WorkerCommand(List<Path> jars, List<String> deviceFlags) {
    this.java = Path.of(System.getProperty("java.home"), "bin", "java");
    this.jars = List.copyOf(jars);
    this.deviceFlags = List.copyOf(deviceFlags);
  }

  List<String> of(WorkerKey key, List<Path> jobJars, Path socket, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-Xmx" + key.memory());
    command.add("-XX:ActiveProcessorCount=" + key.cores());
    if (key.cores() == 1) {
      command.add("-XX:+UseSerialGC");
    }
    command.add("-XX:-UsePerfData");
    command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
    command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
    command.add("--enable-native-access=ALL-UNNAMED");
    List<Path> classPath = new ArrayList<>(jars);
    if (key.device() && !deviceFlags.isEmpty()) {
      Path kernels = kernels(folder);
      command.addAll(deviceFlags);
      command.add("-D" + TornadoSdk.KERNELS + "=" + kernels);
      classPath.add(kernels);
    }
    command.add("-cp");
    command.add(
        Stream.concat(classPath.stream(), jobJars.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(MAIN);
    command.add(socket.toString());
    command.add(folder.toString());
    jobJars.forEach(jar -> command.add(jar.toString()));
    return command;
  }

  /** Where a worker puts the kernels that it writes; there before it starts. */
  static Path kernels(Path folder) {
    return folder.resolve("kernels");
  }
}
