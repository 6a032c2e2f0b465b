package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.worker.protocol.RunMark.Ending;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExitsTest {
  private static Failure failure(int code, @Nullable Ending ending) {
    return Exits.ofWorker(code, ending, ByteSize.ofMiB(64), "last words");
  }

  @Test
  void describesCodesAndSignals() {
    assertThat(Exits.describe(3)).isEqualTo("exit code 3");
    assertThat(Exits.describe(137)).isEqualTo("signal 9 (SIGKILL)");
    assertThat(Exits.describe(139)).isEqualTo("signal 11 (SIGSEGV)");
    assertThat(Exits.describe(255)).isEqualTo("exit code 255");
  }

  @Test
  void tellsWhoEndedAWorker() {
    assertThat(failure(0, Ending.EXIT).code()).isEqualTo(ErrorCode.JOB_EXITED);
    assertThat(failure(137, Ending.EXIT).code()).isEqualTo(ErrorCode.JOB_EXITED);
    assertThat(failure(143, Ending.EXIT).code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(failure(5, Ending.NONE).code()).isEqualTo(ErrorCode.JOB_EXITED);
    assertThat(failure(134, Ending.NONE).code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(failure(1, Ending.FAILED).code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(failure(4, Ending.CHANNEL).code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(failure(1, null).code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(failure(3, Ending.OUT_OF_MEMORY))
        .isEqualTo(
            new Failure(
                ErrorCode.OUT_OF_MEMORY,
                "no memory left within resources.memory: 64MiB",
                "last words"));
  }
}
