package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.device.TornadoSdk;
import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose kernels run on a device, in workers. */
@Timeout(240)
class DeviceWorkerTest {
  @TempDir Path folder;
  private RunnerFixture grid;

  @BeforeEach
  void start() throws IOException {
    String home = System.getenv(TornadoSdk.HOME);
    Assumptions.assumeTrue(
        home != null,
        "TORNADOVM_HOME is not set: no worker is started for a device (expected: the folder of a"
            + " TornadoVM SDK for this JDK)");
    NodeDevices devices =
        NodeDevices.probe(
            TornadoSdk.at(home).orElseThrow(), ByteSize.ofMiB(200), folder.resolve("exec"));
    assertThat(devices.all()).hasSize(1);
    RunnerConfig config = RunnerFixture.config(folder, 2);
    grid =
        new RunnerFixture(
            new RunnerConfig(
                config.dir(),
                config.node(),
                config.cores(),
                config.memory(),
                config.heapMax(),
                config.logLimit(),
                config.commandsAllowed(),
                config.workerIdle(),
                devices.flags()));
  }

  @AfterEach
  void stop() {
    if (grid != null) {
      grid.close();
    }
  }

  private TaskSpec spec(String what, int devices) {
    return SpecMaker.like(grid.spec(Jobs.Kernels.class, '"' + what + '"'))
        .resources(new ResourceRequest(1, ByteSize.ofMiB(600), devices, null, 0))
        .retry(new RetryPolicy(1, null, null, false))
        .make();
  }

  private Failure failure(TaskSpec spec) {
    Task task = grid.awaitEnd(grid.run(spec));
    return RunnerFixture.failure(task);
  }

  @Test
  void runsKernelsOnTheDeviceOfThoseThatAskForOne() {
    TaskResult onDevice = grid.result(grid.run(spec("squares", 1)));
    TaskResult onCores = grid.result(grid.run(spec("squares", 0)));

    assertThat(onDevice.inline()).hasToString("\"tornado 998001\"");
    assertThat(onCores.inline()).hasToString("\"jvm 998001\"");
  }

  @Test
  void goesOnAfterAWriteOutsideOfAnArray() {
    Failure failure = failure(spec("outside", 1));

    assertThat(failure.code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(failure.message()).containsPattern("signal (6|11) ");
    assertThat(grid.result(grid.run(spec("squares", 1))).inline())
        .hasToString("\"tornado 998001\"");
  }

  @Test
  void saysThatTheDeviceHasTooLittleMemory() {
    Failure failure = failure(spec("large", 1));

    assertThat(failure.code()).isEqualTo(ErrorCode.DEVICE_OUT_OF_MEMORY);
    assertThat(failure.message()).contains("graph large").contains("devices.memory");
  }

  @Test
  void endsAKernelThatDoesNotEnd() {
    TaskSpec endless = SpecMaker.like(spec("endless", 1)).timeLimit(Duration.ofSeconds(8)).make();

    assertThat(failure(endless).code()).isEqualTo(ErrorCode.TIME_LIMIT);
    assertThat(grid.result(grid.run(spec("squares", 1))).inline())
        .hasToString("\"tornado 998001\"");
  }
}
