package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WorkerFaultTest {
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
  void failsAJobThatExits() {
    Failure failure = failureOf(grid.spec(Jobs.Exits.class, "3"));

    assertThat(failure.code()).isEqualTo(ErrorCode.JOB_EXITED);
    assertThat(failure.message()).isEqualTo("the job ended its process with exit code 3");
    assertThat(failure.detail()).contains("about to exit");
  }

  @Test
  void tellsAJobThatExitsFromOneThatWasKilled() {
    assertThat(failureOf(grid.spec(Jobs.Exits.class, "137")).code())
        .isEqualTo(ErrorCode.JOB_EXITED);
    assertThat(failureOf(grid.spec(Jobs.Halts.class, "0")).code()).isEqualTo(ErrorCode.JOB_EXITED);
  }

  @Test
  void failsOnlyTheTaskThatEndedTheWorkerAndRunsTheOthersElsewhere() {
    grid.close();
    grid = RunnerFixture.of(folder.resolve("one"), 1);
    for (int i = 0; i < 20; i++) {
      grid.result(grid.run(grid.spec(Jobs.Nothing.class, null)));
    }
    List<TaskId> ids = new ArrayList<>();
    List<Orders.Order> orders = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      boolean bad = i % 30 == 15;
      TaskId id = grid.submit(grid.spec(bad ? Jobs.Halts.class : Jobs.Twice.class, "4"));
      ids.add(id);
      orders.add(grid.order(id));
    }
    grid.runner.run(new Orders.Run(orders));

    for (int i = 0; i < ids.size(); i++) {
      Task task = grid.awaitEnd(ids.get(i));
      assertThat(task.attempts() - task.handedBack()).isEqualTo(1);
      assertThat(task.status())
          .as("task %d: %s", i, task.state())
          .isEqualTo(i % 30 == 15 ? TaskStatus.FAILED : TaskStatus.SUCCEEDED);
    }
  }

  @Test
  void failsAJobThatEatsItsHeapAndGoesOnWithANewWorker() {
    var small = new ResourceRequest(1, ByteSize.ofMiB(48), 0, null, 0);
    Failure failure = failureOf(Specs.withResources(grid.spec(Jobs.EatsHeap.class, null), small));

    assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    TaskId next = grid.run(Specs.withResources(grid.spec(Jobs.Twice.class, "4"), small));
    assertThat(grid.result(next).inline()).hasToString("8");
  }

  @Test
  void endsAJobAtItsTimeLimitThoughItHearsNothing() {
    TaskSpec spec = Specs.withTimeLimit(grid.spec(Jobs.Deaf.class, null), Duration.ofMillis(300));
    Failure failure = failureOf(spec);

    assertThat(failure.code()).isEqualTo(ErrorCode.TIME_LIMIT);
    assertThat(failure.message()).isEqualTo("the task ran longer than its limit of PT0.3S");
    grid.awaitNothingHeld();
  }

  @Test
  void endsAJobAtItsTimeLimitThatIsWillingWithoutLosingTheWorker() {
    TaskSpec spec =
        Specs.withTimeLimit(grid.spec(Jobs.Waits.class, "60000"), Duration.ofMillis(300));

    assertThat(failureOf(spec).code()).isEqualTo(ErrorCode.TIME_LIMIT);
    grid.result(grid.run(grid.spec(Jobs.Nothing.class, null)));
    assertThat(grid.metrics.text()).contains("gridmill_worker_starts_total 1.0");
  }

  @Test
  void endsAJobThatIsCancelledThoughItHearsNothing() {
    TaskId id = grid.run(grid.spec(Jobs.Deaf.class, null));
    grid.await(id, t -> t.status() == TaskStatus.RUNNING && !grid.lines(id).isEmpty());
    ProcessHandle worker = grid.worker();

    grid.board.apply(id, new TaskEvent.Cancel("no more"));
    grid.signal(id, 1, Effect.Action.STOP);
    grid.signal(id, 1, Effect.Action.STOP);

    grid.awaitNothingHeld();
    grid.await(() -> !worker.isAlive(), "its process is gone");
    assertThat(grid.board.get(id).orElseThrow().status()).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void endsWhatAJobStarted() throws IOException {
    Path file = folder.resolve("child");
    TaskId id = grid.run(grid.spec(Jobs.StartsProcess.class, "\"" + file + "\""));
    grid.await(() -> Files.exists(file) && sizeOf(file) > 0, "it has started a process");
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    assertThat(child.isAlive()).isTrue();

    grid.worker().destroyForcibly();

    Task task = grid.await(id, t -> t.lastFailure() != null);
    assertThat(RunnerFixture.lastFailure(task).code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    grid.await(() -> !child.isAlive(), "the child is gone");
  }

  private static long sizeOf(Path file) {
    return file.toFile().length();
  }

  @Test
  void triesAgainWhenAWorkerIsKilled() {
    TaskId id = grid.run(grid.spec(Jobs.Waits.class, "60000"));
    grid.await(id, t -> t.status() == TaskStatus.RUNNING);

    grid.worker().destroyForcibly();

    Task task = grid.await(id, t -> t.state() instanceof TaskState.Queued);
    Failure failure = RunnerFixture.lastFailure(task);
    assertThat(failure.code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(failure.message()).isEqualTo("worker killed by signal 9 (SIGKILL)");
    grid.await(
        () ->
            grid.lines(id).stream()
                .anyMatch(line -> line.text().equals("attempt 1 failed: " + failure.message())),
        "the log tells of it, too");
  }

  @Test
  void resumesAtItsCheckpointInTheSecondAttempt() {
    TaskId id = grid.run(grid.spec(Jobs.Resumes.class, null));
    Task task = grid.await(id, t -> t.state() instanceof TaskState.Queued);
    assertThat(task.checkpoint()).isNotNull();
    assertThat(RunnerFixture.lastFailure(task).message())
        .isEqualTo("worker killed by signal 6 (SIGABRT)");

    grid.await(() -> grid.clock.instant().isAfter(notBefore(id)), "its time has come");
    grid.assign(id);

    assertThat(grid.result(id).inline()).hasToString("42");
  }

  private java.time.Instant notBefore(TaskId id) {
    return ((TaskState.Queued) grid.board.get(id).orElseThrow().state()).notBefore();
  }

  @Test
  void endsAJobThatWritesMoreThanItMay() {
    Failure failure = failureOf(grid.spec(Jobs.Floods.class, null));

    assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_LIMIT);
    assertThat(failure.message()).isEqualTo("the task wrote more than 16MiB to its output");
  }

  @Test
  void standsStillWhilePausedAndGoesOnWhenResumed() throws IOException {
    Path file = folder.resolve("ticks");
    TaskSpec spec =
        Specs.withTimeLimit(
            grid.spec(Jobs.Ticks.class, "\"" + file + "\""), Duration.ofSeconds(20));
    TaskId id = grid.run(spec);
    grid.await(id, t -> t.status() == TaskStatus.RUNNING);
    grid.board.apply(id, new TaskEvent.Pause());
    grid.signal(id, 1, Effect.Action.PAUSE);
    grid.await(() -> grid.runner.load().coresFree() == 2, "its core is free");
    long size = sizeOf(file);

    grid.result(grid.run(grid.spec(Jobs.Waits.class, "200")));
    assertThat(sizeOf(file)).isBetween(size, size + 1);

    grid.board.apply(id, new TaskEvent.Resume());
    grid.signal(id, 1, Effect.Action.RESUME);
    grid.await(() -> sizeOf(file) > size + 5, "it goes on");
    Files.createFile(Path.of(file + ".end"));
    grid.result(id);
  }

  @Test
  void endsAPausedJobThatIsCancelled() {
    TaskId id = grid.run(grid.spec(Jobs.Deaf.class, null));
    grid.await(id, t -> t.status() == TaskStatus.RUNNING);
    grid.board.apply(id, new TaskEvent.Pause());
    grid.signal(id, 1, Effect.Action.PAUSE);
    grid.board.apply(id, new TaskEvent.Cancel("no more"));
    grid.signal(id, 1, Effect.Action.STOP);
    grid.awaitNothingHeld();
  }
}
