package io.gridmill.grid.exec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TaskRunnerTest {
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

  private ArtifactRef put(String text) throws IOException {
    return grid.artifacts.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String text(ArtifactRef ref) throws IOException {
    return new String(grid.artifacts.open(ref).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void runsAJobAndTellsItsResult() {
    TaskId id = grid.run(grid.spec(Jobs.Twice.class, "21"));

    TaskResult result = grid.result(id);

    assertThat(result.inline()).hasToString("42");
    assertThat(result.ref()).isNull();
    grid.awaitNothingHeld();
  }

  @Test
  void runsManyTasksThroughFewWorkers() {
    List<TaskId> ids = new ArrayList<>();
    List<Orders.Order> orders = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      TaskId id = grid.submit(grid.spec(Jobs.Twice.class, String.valueOf(i)));
      ids.add(id);
      orders.add(grid.order(id));
    }
    assertThat(grid.runner.run(new Orders.Run(orders)).refusals()).isEmpty();

    for (int i = 0; i < ids.size(); i++) {
      assertThat(grid.result(ids.get(i)).inline()).hasToString(String.valueOf(2 * i));
    }
    assertThat(grid.metrics.text())
        .contains("gridmill_tasks_run_total{outcome=\"succeeded\",} 600.0")
        .containsPattern("gridmill_worker_starts_total [12]\\.0");
  }

  @Test
  void storesALongResultAsAnArtifact() throws IOException {
    TaskId medium = grid.run(grid.spec(Jobs.Large.class, "20000"));
    TaskId large = grid.run(grid.spec(Jobs.Large.class, "3000000"));

    assertThat(ref(grid.result(medium)).size()).isEqualTo(20_002);
    assertThat(text(ref(grid.result(large)))).isEqualTo('"' + "y".repeat(3_000_000) + '"');
  }

  private static ArtifactRef ref(TaskResult result) {
    ArtifactRef ref = result.ref();
    assertThat(ref).isNotNull();
    return ref;
  }

  @Test
  void givesAJobItsFilesAndKeepsItsOutputs() throws IOException {
    TaskSpec spec =
        Specs.withFiles(grid.spec(Jobs.Copies.class, null), Map.of("words.txt", put("some words")));

    TaskResult result = grid.result(grid.run(spec));

    assertThat(result.inline()).hasToString("10");
    assertThat(text(requireNonNull(result.outputs().get("copy.txt")))).isEqualTo("some words");
    grid.awaitNothingHeld();
    grid.await(() -> isEmpty(folder.resolve("exec/tasks")), "the task's folder is gone");
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void keepsAllThatAJobWritesBeforeItTellsOfItsEnd() {
    TaskId id = grid.run(grid.spec(Jobs.Prints.class, "1200"));
    grid.result(id);

    List<TaskLogs.Line> lines = grid.lines(id);

    assertThat(lines).hasSize(1202);
    for (int i = 0; i < 1200; i++) {
      assertThat(lines.get(i).n()).isEqualTo(i);
      assertThat(lines.get(i).stream()).isEqualTo("stdout");
      assertThat(lines.get(i).text()).isEqualTo("line " + i);
    }
    assertThat(lines.subList(1200, 1202).stream().map(l -> l.stream() + ": " + l.text()))
        .containsExactlyInAnyOrder("stderr: no end of line", "log: WARN careful");
  }

  @Test
  void keepsWhatIsWrittenBesideTheStreamsOfJava() throws IOException {
    Path file = folder.resolve("end");
    TaskId id = grid.run(grid.spec(Jobs.WritesRaw.class, "\"" + file + "\""));

    grid.await(id, t -> grid.lines(id).stream().anyMatch(line -> line.text().equals("raw")));

    Files.createFile(file);
    grid.result(id);
  }

  @Test
  void givesEachJobItsStreamsWhateverTheOneBeforeDidToThem() {
    grid.result(grid.run(grid.spec(Jobs.BreaksStreams.class, null)));
    TaskId id = grid.run(grid.spec(Jobs.Prints.class, "1"));
    grid.result(id);

    assertThat(grid.lines(id)).hasSize(3);
  }

  @Test
  void tellsWhatAJobThrew() {
    Task task = grid.awaitEnd(grid.run(grid.spec(Jobs.Throws.class, "\"no luck\"")));

    var failure = RunnerFixture.failure(task);
    assertThat(failure.code()).isEqualTo(ErrorCode.JOB_FAILED);
    assertThat(failure.message()).contains("no luck");
    assertThat(failure.detail()).contains("Jobs$Throws.run");
  }

  @Test
  void refusesAClassThatIsNotThere() {
    TaskSpec spec = TaskSpec.java("com.example.Gone", grid.jar);
    var failure = RunnerFixture.failure(grid.awaitEnd(grid.run(spec)));

    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_JOB_CLASS);
    assertThat(failure.message()).contains("com.example.Gone");
  }

  @Test
  void refusesAJarThatIsNone() throws IOException {
    TaskSpec spec = TaskSpec.java(Jobs.Nothing.class.getName(), put("this is no jar"));
    var failure = RunnerFixture.failure(grid.awaitEnd(grid.run(spec)));

    assertThat(failure.code()).isEqualTo(ErrorCode.BAD_JAR);
    assertThat(failure.message()).contains("is no jar");
  }

  @Test
  void failsByAnInputThatIsNotStored() {
    ArtifactRef gone = new ArtifactRef("ab".repeat(32), 7);
    TaskSpec spec = Specs.withFiles(grid.spec(Jobs.Copies.class, null), Map.of("words.txt", gone));
    TaskId id = grid.run(spec);

    Task task = grid.await(id, t -> t.lastFailure() != null);

    assertThat(task.state()).isInstanceOf(TaskState.Queued.class);
    assertThat(RunnerFixture.lastFailure(task).code()).isEqualTo(ErrorCode.FETCH_FAILED);
  }

  @Test
  void refusesWhatTheNodeCannotRun() {
    var large = new ResourceRequest(1, ByteSize.ofMiB(1025), 0, null, 0);
    var wide = new ResourceRequest(3, null, 0, null, 0);

    assertThat(refusal(Specs.withResources(grid.spec(Jobs.Nothing.class, null), large)))
        .isEqualTo("node node-1 gives at most 1GiB (resources.memory: 1025MiB)");
    assertThat(refusal(Specs.withResources(grid.spec(Jobs.Nothing.class, null), wide)))
        .isEqualTo("node node-1 has 2 cores (resources.cores: 3)");
    assertThat(grid.runner.held().held()).isEmpty();
  }

  private String refusal(TaskSpec spec) {
    List<Orders.Refusal> refusals = grid.assign(grid.submit(spec)).refusals();
    assertThat(refusals).hasSize(1);
    assertThat(refusals.getFirst().failure().code()).isEqualTo(ErrorCode.NOT_ALLOWED_ON_NODE);
    return refusals.getFirst().failure().message();
  }

  @Test
  void tellsOfProgressAndOfTheStart() {
    TaskId id = grid.run(grid.spec(Jobs.Reports.class, null));

    Task task = grid.await(id, t -> t.progress() != null && t.progress().done() >= 3);
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(grid.runner.load().running()).isEqualTo(1);

    grid.board.apply(id, new TaskEvent.Cancel("enough"));
    grid.signal(id, 1, Effect.Action.STOP);
    grid.awaitNothingHeld();
  }

  @Test
  void runsAnOrderOnceThatComesTwice() throws IOException {
    Path file = folder.resolve("ticks");
    TaskId id = grid.submit(grid.spec(Jobs.Ticks.class, "\"" + file + "\""));
    Orders.Run run = new Orders.Run(List.of(grid.order(id)));
    grid.runner.run(run);
    grid.runner.run(run);

    assertThat(grid.runner.held().held()).hasSize(1);
    grid.await(() -> Files.exists(file), "it runs");
    Files.createFile(Path.of(file + ".end"));

    assertThat(grid.result(id).inline()).hasToString(String.valueOf(Files.size(file)));
  }

  @Test
  void givesOtherTasksTheirTurnWhileOneKeepsAWorkerBusy() {
    grid.close();
    grid = RunnerFixture.of(folder.resolve("more"), 2);
    grid.result(grid.run(grid.spec(Jobs.Waits.class, "1")));
    List<Orders.Order> orders = new ArrayList<>();
    TaskId longOne = grid.submit(grid.spec(Jobs.Waits.class, "20000"));
    orders.add(grid.order(longOne));
    List<TaskId> shortOnes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TaskId id = grid.submit(grid.spec(Jobs.Waits.class, "1"));
      shortOnes.add(id);
      orders.add(grid.order(id));
    }
    grid.runner.run(new Orders.Run(orders));

    for (TaskId id : shortOnes) {
      assertThat(grid.result(id).inline()).hasToString("\"waited false\"");
    }
    assertThat(grid.board.get(longOne).orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void givesBackWhatWaitsForTooLong() {
    List<TaskId> busy =
        List.of(
            grid.run(grid.spec(Jobs.Waits.class, "60000")),
            grid.run(grid.spec(Jobs.Waits.class, "60000")));
    for (TaskId id : busy) {
      grid.await(id, t -> t.status() == TaskStatus.RUNNING);
    }
    TaskId waits = grid.run(grid.spec(Jobs.Nothing.class, null));

    Task task = grid.await(waits, t -> t.state() instanceof TaskState.Queued);

    assertThat(task.handedBack()).isEqualTo(1);
    assertThat(task.lastFailure()).isNull();
  }

  @Test
  void givesBackAllThatItHoldsWhenItStops() {
    TaskId runs = grid.run(grid.spec(Jobs.Waits.class, "60000"));
    grid.await(runs, t -> t.status() == TaskStatus.RUNNING);
    TaskId runsToo = grid.run(grid.spec(Jobs.Waits.class, "60000"));
    grid.await(runsToo, t -> t.status() == TaskStatus.RUNNING);
    TaskId waits = grid.run(grid.spec(Jobs.Nothing.class, null));

    grid.runner.close();

    Task lost = grid.board.get(runs).orElseThrow();
    assertThat(lost.state()).isInstanceOf(TaskState.Queued.class);
    assertThat(RunnerFixture.lastFailure(lost).code()).isEqualTo(ErrorCode.NODE_LOST);
    Task back = grid.board.get(waits).orElseThrow();
    assertThat(back.state()).isInstanceOf(TaskState.Queued.class);
    assertThat(back.handedBack()).isEqualTo(1);
    assertThat(grid.runner.held().held()).isEmpty();
    assertThat(grid.assign(waits).refusals().getFirst().failure().code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }
}
