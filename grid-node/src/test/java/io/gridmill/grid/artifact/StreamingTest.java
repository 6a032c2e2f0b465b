package io.gridmill.grid.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that is larger than the heap, through a node of its own process. */
class StreamingTest {
  /** Set to 1024 or more to try what is large indeed. */
  private static final String MEBIBYTES = System.getProperty("artifact.test.mib", "128");

  private static final String HEAP = "-Xmx" + System.getProperty("artifact.test.heap", "120m");

  @TempDir private Path directory;

  @Test
  void passesContentLargerThanTheHeap() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--") || a.equals("-ea"))
        .forEach(command::add);
    command.addAll(
        List.of(
            HEAP,
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            StreamingMain.class.getName(),
            directory.toString(),
            MEBIBYTES));
    Path said = directory.resolve("said");
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(child.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(child.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      child.destroyForcibly();
    }
    Files.readAllLines(said).stream()
        .filter(line -> line.endsWith("MB/s"))
        .forEach(System.out::println);
  }
}
