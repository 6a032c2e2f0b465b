package io.gridmill.grid.exec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Interval;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ArrayTest {
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

  private TaskSpec array(Class<?> job, long count, @Nullable ArtifactRef items, boolean reduce) {
    return Specs.withArray(grid.spec(job, null), new ArraySpec(count, items, reduce));
  }

  private String results(TaskId id) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Task task = grid.board.get(id).orElseThrow();
    grid.board.results(task).writeTo(out, grid.artifacts::open);
    return out.toString(StandardCharsets.UTF_8);
  }

  private ArrayState items(TaskId id) {
    return requireNonNull(grid.board.get(id).orElseThrow().array());
  }

  @Test
  void runsTheItemsOfSeveralLeases() throws IOException {
    TaskId id = grid.submit(array(Jobs.Squares.class, 1000, null, false));
    grid.lease(id, 500, 1000);
    grid.lease(id, 0, 500);

    Task task = grid.awaitEnd(id);

    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    StringBuilder expected = new StringBuilder();
    for (long i = 0; i < 1000; i++) {
      expected.append(i * i).append('\n');
    }
    assertThat(results(id)).isEqualTo(expected.toString());
    grid.awaitNothingHeld();
  }

  @Test
  void reducesTheResultsOfAllItems() {
    TaskId id = grid.submit(array(Jobs.Squares.class, 100, null, true));
    grid.lease(id, 0, 100);
    grid.await(id, t -> t.state() instanceof TaskState.Queued);
    grid.awaitNothingHeld();

    grid.assign(id);

    assertThat(grid.result(id).inline()).hasToString("328350");
  }

  @Test
  void readsItemsFromLinesAndCountsThoseThatFail() throws IOException {
    ArtifactRef lines =
        grid.artifacts.put(
            new ByteArrayInputStream(
                "\"one\"\n\"\"\n\"three\"\n".getBytes(StandardCharsets.UTF_8)));
    TaskId id = grid.submit(array(Jobs.LineLengths.class, 3, lines, false));
    grid.lease(id, 0, 3);

    Task task = grid.awaitEnd(id);

    assertThat(RunnerFixture.failure(task).code()).isEqualTo(ErrorCode.ITEMS_FAILED);
    assertThat(items(id).failed()).isEqualTo(1);
    assertThat(items(id).errors().getFirst().item()).isEqualTo(1);
    assertThat(results(id)).isEqualTo("3\nnull\n5\n");
  }

  @Test
  void countsEachItemOnceThoughAWorkerIsKilledOnTheWay() throws IOException {
    TaskId id = grid.submit(array(Jobs.SlowItems.class, 200, null, false));
    grid.lease(id, 0, 200);
    grid.await(id, t -> items(id).doneItems() >= 20);

    grid.worker().destroyForcibly();

    grid.awaitNothingHeld();
    Task task = grid.board.get(id).orElseThrow();
    assertThat(items(id).leases()).isEmpty();
    assertThat(RunnerFixture.lastFailure(task).code()).isEqualTo(ErrorCode.WORKER_CRASHED);
    assertThat(items(id).doneItems()).isBetween(20L, 199L);
    for (Interval open : items(id).open()) {
      grid.lease(id, open.from(), open.to());
    }
    assertThat(grid.awaitEnd(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
    StringBuilder expected = new StringBuilder();
    for (long i = 0; i < 200; i++) {
      expected.append(i).append('\n');
    }
    assertThat(results(id)).isEqualTo(expected.toString());
  }

  @Test
  void stopsALeaseWhoseTaskIsPausedAndKeepsWhatWasDone() {
    TaskId id = grid.submit(array(Jobs.SlowItems.class, 100_000, null, false));
    grid.lease(id, 0, 100_000);
    grid.await(id, t -> items(id).doneItems() >= 20);

    grid.board.apply(id, new TaskEvent.Pause());
    grid.signal(id, 0, 1L, Effect.Action.STOP);
    grid.awaitNothingHeld();

    assertThat(grid.board.get(id).orElseThrow().status()).isEqualTo(TaskStatus.PAUSED);
    grid.board.apply(id, new TaskEvent.Resume());
    long done = items(id).doneItems();
    assertThat(done).isGreaterThanOrEqualTo(20);
    grid.lease(id, done, 100_000);
    grid.await(id, t -> items(id).doneItems() >= done + 20);
    assertThat(grid.metrics.text()).contains("gridmill_worker_starts_total 1.0");
  }

  @Test
  void stopsALeaseThatIsNotHeldAnyMore() {
    TaskId id = grid.submit(array(Jobs.SlowItems.class, 100_000, null, false));
    grid.lease(id, 0, 100_000);
    grid.await(id, t -> items(id).doneItems() >= 20);

    grid.board.apply(id, new TaskEvent.EndLease(1, null));

    grid.awaitNothingHeld();
  }

  @Test
  void failsAnArrayWhoseClassIsNone() {
    TaskId id = grid.submit(array(Jobs.Nothing.class, 10, null, false));
    grid.lease(id, 0, 10);

    assertThat(RunnerFixture.failure(grid.awaitEnd(id)).code()).isEqualTo(ErrorCode.BAD_JOB_CLASS);
  }
}
