package io.gridmill.grid.exec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandTest {
  @TempDir Path folder;
  private RunnerFixture grid;

  @BeforeEach
  void start() throws IOException {
    grid = new RunnerFixture(folder);
  }

  @AfterEach
  void stop() {
    grid.close();
  }

  private Failure failureOf(TaskSpec spec) {
    return RunnerFixture.failure(grid.awaitEnd(grid.run(spec)));
  }

  @Test
  void runsAProgramOnItsFilesAndKeepsWhatItWrites() throws IOException {
    ArtifactRef words =
        grid.artifacts.put(new ByteArrayInputStream("b\na\n".getBytes(StandardCharsets.UTF_8)));
    TaskSpec spec =
        Specs.withFiles(
            TaskSpec.of(
                new Work.Command(
                    List.of("sh", "-c", "sort words > sorted; echo $GREETING; echo oops >&2"),
                    List.of("sorted"),
                    Map.of("GREETING", "hello"))),
            Map.of("words", words));
    TaskId id = grid.run(spec);

    TaskResult result = grid.result(id);

    assertThat(result.outputs()).containsOnlyKeys("sorted");
    assertThat(grid.artifacts.open(requireNonNull(result.outputs().get("sorted"))).readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("a\nb\n");
    assertThat(grid.lines(id).stream().map(l -> l.stream() + ": " + l.text()))
        .containsExactlyInAnyOrder("stdout: hello", "stderr: oops");
  }

  @Test
  void tellsTheExitCodeAndTheLastLines() {
    Failure failure = failureOf(TaskSpec.command("sh", "-c", "echo too bad >&2; exit 3"));

    assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
    assertThat(failure.message()).isEqualTo("exit code 3");
    assertThat(failure.detail()).isEqualTo("too bad");
  }

  @Test
  void tellsTheSignal() {
    assertThat(failureOf(TaskSpec.command("sh", "-c", "kill -SEGV $$")).message())
        .isEqualTo("signal 11 (SIGSEGV)");
  }

  @Test
  void missesAnOutputThatWasNotWritten() {
    Failure failure =
        failureOf(TaskSpec.of(new Work.Command(List.of("true"), List.of("sum"), null)));

    assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_MISSING);
    assertThat(failure.message()).isEqualTo("work.outputs: the command did not write sum");
  }

  @Test
  void saysThatAProgramIsNotInstalled() {
    Failure failure = failureOf(TaskSpec.command("no-such-program"));

    assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
    assertThat(failure.message())
        .isEqualTo("work.argv: no-such-program is not installed on this node");
  }

  @Test
  void endsACommandAtItsTimeLimitWithAllThatItStarted() {
    TaskSpec spec =
        Specs.withTimeLimit(
            TaskSpec.command("sh", "-c", "trap '' TERM; sleep 321 & sleep 321"),
            Duration.ofMillis(300));

    assertThat(failureOf(spec).code()).isEqualTo(ErrorCode.TIME_LIMIT);
    assertThat(ProcessHandle.current().descendants().flatMap(p -> p.info().commandLine().stream()))
        .noneMatch(line -> line.contains("sleep 321"));
  }

  @Test
  void limitsTheMemoryOfACommand() {
    Failure failure =
        failureOf(
            TaskSpec.command("sh", "-c", "x=$(head -c 900000000 /dev/zero | tr '\\0' x); echo $x"));

    assertThat(failure.code()).isEqualTo(ErrorCode.COMMAND_FAILED);
  }

  @Test
  void endsACommandThatIsCancelled() {
    TaskId id = grid.run(TaskSpec.command("sleep", "300"));
    grid.await(id, t -> t.status() == TaskStatus.RUNNING);

    grid.board.apply(id, new TaskEvent.Cancel("no more"));
    grid.signal(id, 1, Effect.Action.STOP);

    grid.awaitNothingHeld();
  }

  @Test
  void pausesAndResumesACommand() {
    TaskId id =
        grid.run(TaskSpec.command("sh", "-c", "while true; do echo tick; sleep 0.02; done"));
    grid.await(id, t -> grid.lines(id).size() > 3);
    grid.board.apply(id, new TaskEvent.Pause());
    grid.signal(id, 1, Effect.Action.PAUSE);
    grid.await(() -> grid.runner.load().coresFree() == 2, "its core is free");
    grid.result(grid.run(TaskSpec.command("sleep", "0.3")));
    int lines = grid.lines(id).size();
    grid.result(grid.run(TaskSpec.command("sleep", "0.3")));
    List<TaskLogs.Line> still = grid.lines(id);
    assertThat(still).hasSize(lines);

    grid.board.apply(id, new TaskEvent.Resume());
    grid.signal(id, 1, Effect.Action.RESUME);
    grid.await(id, t -> grid.lines(id).size() > lines + 3);
  }

  @Test
  void refusesCommandsUnlessTheyAreAllowed() throws IOException {
    RunnerConfig strict =
        RunnerConfig.of(folder.resolve("strict/exec"), "node-1", 1, ByteSize.ofMiB(512));
    try (RunnerFixture other = new RunnerFixture(strict)) {
      var refusals = other.assign(other.submit(TaskSpec.command("true"))).refusals();

      assertThat(refusals).hasSize(1);
      assertThat(refusals.getFirst().failure().code()).isEqualTo(ErrorCode.NOT_ALLOWED_ON_NODE);
    }
  }
}
