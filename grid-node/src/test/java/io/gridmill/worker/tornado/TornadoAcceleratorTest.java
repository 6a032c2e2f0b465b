package io.gridmill.worker.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.device.TornadoSdk;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs kernels on the device of the SDK that the environment names, in processes of their own. */
@Timeout(300)
class TornadoAcceleratorTest {
  private static final ByteSize MEMORY = ByteSize.ofMiB(128);

  @TempDir Path folder;

  private record Ended(int exit, String output) {}

  @TestFactory
  Stream<DynamicTest> onTheDevice() throws IOException, InterruptedException {
    return outcomes("checks");
  }

  @TestFactory
  Stream<DynamicTest> theCorpusOnTheDevice() throws IOException, InterruptedException {
    return outcomes("corpus");
  }

  private Stream<DynamicTest> outcomes(String what) throws IOException, InterruptedException {
    Path outcomes = folder.resolve("outcomes.json");
    Ended ended = run(outcomes, what);
    assertThat(outcomes).as(ended.output()).exists();
    Map<?, ?> all = Wire.readOwn(Files.readString(outcomes), Map.class);
    return all.entrySet().stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    String.valueOf(check.getKey()),
                    () -> assertThat(String.valueOf(check.getValue())).isEmpty()));
  }

  @Test
  void aWriteOutOfBoundsEndsTheProcess() throws IOException, InterruptedException {
    Ended ended = run(folder.resolve("none"), "out-of-bounds");

    assertThat(ended.exit()).isNotZero();
    assertThat(ended.output()).containsPattern("SIGSEGV|SIGBUS|SIGABRT|signal 6");
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    builder.environment().remove(TornadoSdk.HOME); // as in workers; else it leaves logs there
    return builder.start();
  }

  private Ended run(Path outcomes, String what) throws IOException, InterruptedException {
    String home = System.getenv(TornadoSdk.HOME);
    Assumptions.assumeTrue(
        home != null,
        "TORNADOVM_HOME is not set: kernels are not run on a device (expected: the folder of a"
            + " TornadoVM SDK for this JDK)");
    TornadoSdk sdk = TornadoSdk.at(home).orElseThrow();
    Path kernels = Files.createDirectories(folder.resolve("kernels"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx768m");
    command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
    command.add("-XX:-CreateCoredumpOnCrash");
    command.addAll(sdk.flags(MEMORY));
    command.addAll(
        List.of("-cp", kernels + File.pathSeparator + System.getProperty("java.class.path")));
    command.addAll(
        List.of(ChecksMain.class.getName(), kernels.toString(), outcomes.toString(), what));
    Path output = folder.resolve("output.txt");
    Process process =
        start(
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
    try {
      assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
    }
  }
}
