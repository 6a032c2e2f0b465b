package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.Interval;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays whose results are combined where they are made, and in a tree. */
class TreeReduceTest {
  private static final int COUNT = 700;

  @TempDir private Path folder;
  private RunnerFixture grid;

  @BeforeEach
  void open() throws IOException {
    grid = new RunnerFixture(folder, 1);
  }

  @AfterEach
  void close() {
    grid.close();
  }

  private TaskId submit() {
    return grid.submit(
        grid.spec(Jobs.Sums.class, null).withArray(new ArraySpec(COUNT, null, true).combining()));
  }

  private static ArrayState array(Task task) {
    return Objects.requireNonNull(task.array());
  }

  private void lease(TaskId id, long from, long to) {
    Task task = grid.board.get(id).orElseThrow();
    Orders.Part part = array(task).level() > 0 ? Orders.Part.COMBINE : Orders.Part.ITEMS;
    Lease lease =
        new Lease(array(task).nextLease(), from, to, "node-1", "node-1", grid.clock.instant());
    assertThat(grid.board.apply(id, new TaskEvent.LeaseRanges(List.of(lease))).refusal()).isNull();
    var order =
        new Orders.Order(id, RunnerFixture.OWNER, task.spec(), part, task.attempts(), lease, null);
    assertThat(grid.runner.run(new Orders.Run(List.of(order))).refusals()).isEmpty();
  }

  private static boolean isLeased(Task task) {
    return !array(task).leases().isEmpty();
  }

  private Jobs.Sum expected() {
    long[] items = LongStream.range(0, COUNT).filter(i -> i % 7 != 3).toArray();
    return new Jobs.Sum(
        items.length, LongStream.of(items).sum(), items[0], items[items.length - 1]);
  }

  private Jobs.Sum result(TaskId id) {
    grid.await(id, t -> t.state() instanceof TaskState.Queued);
    grid.assign(id);
    RawJson json = Objects.requireNonNull(grid.result(id).inline());
    return Wire.read(json.json(), Jobs.Sum.class);
  }

  @Test
  void combinesWhereItemsAreRunAndKeepsOneLineARange() {
    TaskId id = submit();
    lease(id, 0, 500);
    lease(id, 500, COUNT);
    grid.await(id, t -> t.state() instanceof TaskState.Queued);
    Task task = grid.board.get(id).orElseThrow();
    assertThat(grid.board.combined(task, new Interval(0, COUNT)))
        .allSatisfy(
            range ->
                assertThat(new String(range.lines(), StandardCharsets.UTF_8))
                    .containsOnlyOnce("\n"));
    assertThat(result(id)).isEqualTo(expected());
  }

  @Test
  void combinesInATreeWhatIsTooManyForOneAndCountsEachItemOnce() {
    TaskId id = submit();
    for (int i = 0; i < COUNT; i += 2) {
      lease(id, i, i + 2);
    }
    Task leaves = grid.await(id, t -> array(t).level() > 0);
    assertThat(array(leaves).progress().done()).isEqualTo(COUNT);
    lease(id, 0, 301); // not where ranges end
    grid.await(id, t -> !isLeased(t));
    Task before = grid.board.get(id).orElseThrow();
    Lease lost =
        new Lease(array(before).nextLease(), 301, COUNT, "gone", "gone", grid.clock.instant());
    grid.board.apply(id, new TaskEvent.LeaseRanges(List.of(lost)));
    grid.board.apply(
        id, new TaskEvent.EndLease(lost.id(), Failure.of(ErrorCode.NODE_LOST, "node left")));
    lease(id, 301, COUNT);
    grid.await(id, t -> t.state() instanceof TaskState.Queued);
    Task task = grid.board.get(id).orElseThrow();
    assertThat(grid.board.combined(task, new Interval(0, COUNT))).hasSize(2);
    assertThat(result(id)).isEqualTo(expected());
    assertThat(array(task).byNode()).containsEntry("node-1", (long) COUNT);
  }

  @Test
  void tellsWhyAJobCannotCombine() {
    TaskId id =
        grid.submit(
            grid.spec(Jobs.Squares.class, null)
                .withArray(new ArraySpec(10, null, true).combining()));
    lease(id, 0, 10);
    assertThat(RunnerFixture.failure(grid.awaitEnd(id)).message())
        .contains("is no CombiningArrayJob");
  }
}
