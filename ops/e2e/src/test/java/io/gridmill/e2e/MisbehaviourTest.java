package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.e2e.jobs.GatedJob;
import io.gridmill.e2e.jobs.MisbehavingJob;
import io.gridmill.e2e.jobs.Misbehaviour;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.JobHandle;
import io.gridmill.job.client.LogEntry;
import io.gridmill.job.client.TaskHandle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisbehaviourTest {
  @RegisterExtension static final Grid GRID = Grid.shared();

  @ParameterizedTest
  @CsvSource({
    "EXITS, JOB_EXITED, 60, 7",
    "EATS_ITS_HEAP, OUT_OF_MEMORY, 60, OutOfMemoryError",
    "NEVER_ENDS, TIME_LIMIT, 2, PT2S",
    "FLOODS_ITS_OUTPUT, OUTPUT_LIMIT, 60, 16MiB",
    "THROWS, JOB_FAILED, 60, seven is not a prime example",
  })
  void isToldByItsCodeAndHarmsNobodyElse(
      Misbehaviour what, ErrorCode code, int seconds, String words)
      throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      JobHandle<Integer> bystander = GRID.client().submit(GatedJob.class, gate.key());
      gate.awaitOne();

      TaskHandle task =
          GRID.client()
              .submit(
                  MisbehavingJob.class,
                  what,
                  options -> options.memory("64MiB").timeLimit(Duration.ofSeconds(seconds)))
              .task();
      task.await();

      TaskView end = task.view();
      assertThat(end.status()).isEqualTo(TaskStatus.FAILED);
      Failure failure = Objects.requireNonNull(end.failure());
      assertThat(failure.code()).as("%s", failure).isEqualTo(code);
      assertThat(failure.message()).contains(words);
      assertThat(end.attempt()).isEqualTo(1);
      assertThat(log(task)).contains("about to misbehave: " + what);

      gate.open();
      assertThat(bystander.result()).isEqualTo(1);
    }
  }

  @Test
  void ofAWorkerThatIsKilledIsNamedByItsSignalAndTheTaskIsTriedAgain()
      throws IOException, InterruptedException {
    try (Gate gate = new Gate()) {
      JobHandle<Integer> job = GRID.client().submit(GatedJob.class, gate.key());
      long worker = gate.awaitOne().pid();
      assertThat(GRID.nodeOf(worker)).isNotEmpty();

      Processes.kill(ProcessHandle.of(worker).orElseThrow());
      gate.await("attempt 2", visitors -> visitors.getLast().attempt() == 2);

      Failure failure = Objects.requireNonNull(job.task().view().failure());
      assertThat(failure.code()).isEqualTo(ErrorCode.WORKER_CRASHED);
      assertThat(failure.message()).contains("SIGKILL");
      gate.open();
      assertThat(job.result()).isEqualTo(2);
      assertThat(job.task().view().attempt()).isEqualTo(2);
      assertThat(log(job.task()))
          .contains("attempt 1 is at the gate", "attempt 2 is at the gate")
          .anyMatch(line -> line.contains("SIGKILL"));
    }
  }

  private static List<String> log(TaskHandle task) {
    try (Stream<LogEntry> lines = task.logs(false)) {
      return lines.map(LogEntry::text).toList();
    }
  }
}
