package io.gridmill.grid.exec;

import io.gridmill.grid.device.TornadoSdk;
import io.gridmill.grid.resource.Device;
import io.gridmill.job.ByteSize;
import io.gridmill.job.wire.Wire;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices that a node offers, which is the one that TornadoVM takes where it is not told.
 *
 * @param flags what lets a Java process use them; empty if there are none
 */
public record NodeDevices(List<Device> all, List<String> flags) {
  /** No devices. */
  public static final NodeDevices NONE = new NodeDevices(List.of(), List.of());

  private static final Logger log = LoggerFactory.getLogger(NodeDevices.class);
  private static final String MAIN = "io.gridmill.worker.tornado.ProbeMain";
  private static final long PROBE_SECONDS = 60;

  public NodeDevices {
    all = List.copyOf(all);
    flags = List.copyOf(flags);
  }

  /** What a probe finds. */
  private record Found(
      String backend, String platform, String model, long memory, int units, long groupSize) {}

  /**
   * Looks, in a process of its own, which devices an SDK finds; none if it cannot be told, which is
   * logged.
   *
   * @param memory the most device memory that a worker may take; null: all that the device has
   * @param dir the runner's folder
   */
  public static NodeDevices probe(TornadoSdk sdk, @Nullable ByteSize memory, Path dir) {
    Path work = dir.toAbsolutePath();
    Path file = work.resolve("devices.json");
    try {
      Files.createDirectories(dir);
      Files.deleteIfExists(file);
      String output = run(sdk, work, file);
      if (!Files.exists(file)) {
        log.warn(
            "TornadoVM {} in {} finds no device, so none is offered; it said: {}",
            sdk.version(),
            sdk.home(),
            output);
        return NONE;
      }
      return of(sdk, memory, Wire.readOwn(Files.readString(file), Found[].class));
    } catch (IOException e) {
      log.warn("devices cannot be probed, so none is offered", e);
      return NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NONE;
    }
  }

  private static NodeDevices of(TornadoSdk sdk, @Nullable ByteSize memory, Found[] found) {
    List<Device> devices = new ArrayList<>();
    ByteSize most = new ByteSize(0);
    for (Found device : found) {
      ByteSize offered = memory == null ? new ByteSize(device.memory()) : memory;
      most = offered.compareTo(most) > 0 ? offered : most;
      devices.add(
          new Device(
              device.backend() + "-" + devices.size(),
              device.model(),
              device.platform(),
              device.backend(),
              offered));
      log.info(
          "device {}: {} of {}, {} compute units, {} for tasks, by TornadoVM {}",
          devices.getLast().id(),
          device.model(),
          device.platform(),
          device.units(),
          offered,
          sdk.version());
    }
    return devices.isEmpty() ? NONE : new NodeDevices(devices, sdk.flags(most));
  }

  private static String run(TornadoSdk sdk, Path dir, Path file)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.add("-XX:+UseSerialGC");
    command.addAll(sdk.flags(ByteSize.ofMiB(64)));
    command.add("-cp");
    command.add(
        WorkerJars.in(dir.resolve("lib")).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(MAIN);
    command.add(file.toString());
    Path said = dir.resolve("devices.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    Map<String, String> environment = builder.environment();
    environment.remove(TornadoSdk.HOME); // else it leaves its logs there
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        return "nothing for " + PROBE_SECONDS + " seconds";
      }
      return Files.readString(said).strip();
    } finally {
      process.destroyForcibly();
    }
  }
}
