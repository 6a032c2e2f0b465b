package io.gridmill.grid.task;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.store.Column;
import io.gridmill.grid.store.Schema;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskBoardTest {
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);
  private static final TaskId ID = TaskId.derived("me", "task");

  private final MemoryTables tables = new MemoryTables();
  private final TaskBoard board = new TaskBoard(tables, InstantSource.system());

  @AfterEach
  void close() {
    board.close();
  }

  private static TaskSpec spec(@Nullable ArraySpec array) {
    return SpecMaker.of(new Work.Java(List.of(JAR), "a.Job")).name("t").array(array).make();
  }

  private void lease(long id, long from, long to) {
    var lease = new Lease(id, from, to, "n", "m", Instant.EPOCH);
    assertThat(board.apply(ID, new TaskEvent.LeaseRanges(List.of(lease))).refusal()).isNull();
  }

  private static ItemRange range(long lease, long from, String... lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return new ItemRange(ID, lease, from, from + lines.length, 0, null, bytes, null);
  }

  private Applied commit(ItemRange range) {
    return board.commit(range, List.of()).join();
  }

  private List<String> results() throws IOException {
    var out = new ByteArrayOutputStream();
    board
        .results(board.get(ID).orElseThrow())
        .writeTo(out, ref -> new ByteArrayInputStream(new byte[0]));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void keepsResultsThatAreCommittedTwice() throws Exception {
    board.submit(new NewTask(ID, "me", spec(new ArraySpec(4, null, false))));
    lease(1, 0, 4);
    assertThat(commit(range(1, 0, "0", "1")).accepted()).isTrue();
    assertThat(commit(range(1, 0, "0", "1")).accepted()).isTrue();
    assertThat(commit(range(1, 2, "2", "3")).accepted()).isTrue();
    commit(range(1, 2, "2", "3"));
    assertThat(results()).containsExactly("0", "1", "2", "3");
    assertThat(Objects.requireNonNull(board.get(ID).orElseThrow().array()).byNode())
        .containsEntry("n", 4L);
  }

  @Test
  void dropsResultsOfALeaseThatIsNotHeldAnyMore() throws Exception {
    board.submit(new NewTask(ID, "me", spec(new ArraySpec(2, null, false))));
    lease(1, 0, 2);
    board.apply(
        ID, new TaskEvent.EndLease(1, Failure.of(ErrorCode.NODE_LOST, "the node left the grid")));
    assertThat(commit(range(1, 0, "old", "old")).accepted()).isFalse();
    assertThat(new Items(tables).from(ID, 0, 10)).isEmpty();
    lease(2, 0, 2);
    commit(range(2, 0, "new", "new"));
    assertThat(results()).containsExactly("new", "new");
  }

  @Test
  void findsTheLastOfManyLeasesThatLeftRowsForTheSameItems() throws Exception {
    board.submit(new NewTask(ID, "me", spec(new ArraySpec(3, null, false))));
    Items kept = new Items(tables);
    for (int id = 1; id <= 40; id++) {
      lease(id, 0, 2);
      kept.keep(range(id, 0, "old " + id, "old " + id));
      if (id < 40) {
        board.apply(ID, new TaskEvent.EndLease(id, Failure.of(ErrorCode.NODE_LOST, "it left")));
      }
    }
    commit(range(40, 0, "a", "b"));
    lease(41, 2, 3);
    commit(range(41, 2, "c"));
    assertThat(results()).containsExactly("a", "b", "c");
  }

  @Test
  void readsRowsOfTheReleaseBeforeThatKeptTheSpecInTheBody() {
    Table<TaskId, Task> before =
        tables.open(
            new Schema<>(
                "tasks",
                TaskId::value,
                TaskId::new,
                Task.class,
                1,
                List.of(Column.<Task>text("owner", Task::owner)),
                Schema.Placement.EVERYWHERE));
    Task old = TaskLifecycle.begin(ID, "me", spec(null), Instant.EPOCH);
    before.put(ID, old);
    assertThat(board.get(ID)).contains(old);
    assertThat(board.apply(ID, new TaskEvent.Assign(1, "n", "m")).task())
        .isEqualTo(board.get(ID).orElseThrow())
        .satisfies(task -> assertThat(task.spec()).isEqualTo(old.spec()));
  }

  @Test
  void bringsTheTaskAlongWhereAnEventWasRefusedAndNobodyAskedForIt() {
    board.submit(new NewTask(ID, "me", spec(null)));
    assertThat(board.applyLater(ID, new TaskEvent.Assign(1, "n", "m")).join())
        .isEqualTo(new Applied(null, null));
    Applied refused = board.applyLater(ID, new TaskEvent.Assign(1, "n", "m")).join();
    assertThat(refused.accepted()).isFalse();
    assertThat(refused.task()).isEqualTo(board.get(ID).orElseThrow());
  }

  @Test
  void tellsOneOfTwoLikeSubmissionsInABatchThatItWasFirst() {
    NewTask task = new NewTask(ID, "me", spec(null));
    assertThat(board.submitAll(List.of(task, task)).stream().map(Submission::fresh))
        .containsExactly(true, false);
  }

  @Test
  void answersEveryRequestThatItTakesWhileItIsClosed() throws Exception {
    board.submit(new NewTask(ID, "me", spec(null)));
    Thread closing = Thread.ofPlatform().start(board::close);
    try {
      for (int i = 0; i < 100_000; i++) {
        board.applyLater(ID, new TaskEvent.Settle(List.of())).get(20, SECONDS);
      }
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(RejectedExecutionException.class);
    }
    closing.join();
    assertThatThrownBy(() -> board.apply(ID, new TaskEvent.Pause()))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
