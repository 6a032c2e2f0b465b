package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NodeDeathTest {
  @TempDir Path folder;

  @Test
  void leavesNoProcessBehindThoughTheNodeIsKilled() throws Exception {
    Process node = start();
    List<ProcessHandle> left;
    try {
      awaitReady(node);
      left = node.descendants().toList();
      assertThat(left).hasSize(3);
    } finally {
      node.destroyForcibly();
    }
    List<ProcessHandle> workers = left.stream().filter(NodeDeathTest::isWorker).toList();
    assertThat(workers).hasSize(2);
    awaitEnd(workers, 1); // the one that stands still does not know

    try (RunnerFixture next = new RunnerFixture(folder, 1)) {
      awaitEnd(left, 3);
      next.result(next.run(next.spec(io.gridmill.grid.exec.jobs.Jobs.Nothing.class, null)));
    }
  }

  private static void awaitReady(Process node) throws IOException {
    BufferedReader lines = node.inputReader();
    String line = lines.readLine();
    while (line != null && !line.equals("ready")) {
      line = lines.readLine();
    }
    assertThat(line).isEqualTo("ready");
  }

  private static boolean isWorker(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("WorkerMain");
  }

  private static void awaitEnd(List<ProcessHandle> processes, int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (processes.stream().filter(p -> !p.isAlive()).count() < count) {
      assertThat(System.nanoTime()).as("%s", processes).isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            NodeStandIn.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
