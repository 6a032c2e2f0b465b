package io.gridmill.grid.exec;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.grid.task.TaskState;
import io.gridmill.grid.task.TaskWaits;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PretendRunnerTest {
  private static final String NODE = "node-1";
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final TaskBoard board = new TaskBoard(new MemoryTables(), InstantSource.system());
  private final PretendRunner runner = new PretendRunner(board, NODE, 2);
  private int tasks;

  @AfterEach
  void close() {
    runner.close();
    board.close();
  }

  private static TaskSpec spec(int cores, Duration expected) {
    return SpecMaker.of(new Work.Command(List.of("false"), null, null))
        .name("t")
        .resources(ResourceRequest.of(cores, ByteSize.ofMiB(16)))
        .scheduling(Scheduling.DEFAULT.withExpected(expected))
        .make();
  }

  private Orders.Order assigned(TaskSpec spec, Orders.Part part) {
    TaskId id = TaskId.derived("ann", "t" + tasks++);
    board.submit(new NewTask(id, "ann", spec));
    assertThat(board.apply(id, new TaskEvent.Assign(1, NODE, NODE)).refusal()).isNull();
    return new Orders.Order(id, "ann", spec, part, 1, null, null);
  }

  private Orders.Order begun(int cores, Duration expected) {
    Orders.Order order = assigned(spec(cores, expected), Orders.Part.ONCE);
    assertThat(runner.run(new Orders.Run(List.of(order))).refusals()).isEmpty();
    return order;
  }

  private <S extends TaskState> S awaitState(Orders.Order order, Class<S> state)
      throws InterruptedException {
    Task task = TaskWaits.await(board, order.task(), t -> state.isInstance(t.state()));
    return state.cast(task.state());
  }

  private void signal(Orders.Order order, Effect.Action action) {
    runner.signal(new Orders.Signals(List.of(new Orders.SignalOrder(order.held(), action))));
  }

  @Test
  void endsATaskWellWithoutAResultAfterTheTimeThatItExpects() throws InterruptedException {
    Duration expected = Duration.ofMillis(200);
    long began = System.nanoTime();

    Orders.Order order = begun(1, expected);

    assertThat(awaitState(order, TaskState.Succeeded.class).result()).isEqualTo(TaskResult.NONE);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(expected);
  }

  @Test
  void takesTasksInTheirOrderAsCoresGetFree() throws InterruptedException {
    Orders.Order first = begun(1, SHORT);
    Orders.Order large = begun(2, SHORT);
    Orders.Order last = begun(1, SHORT);

    awaitState(first, TaskState.Succeeded.class);
    awaitState(large, TaskState.Succeeded.class);
    awaitState(last, TaskState.Succeeded.class);
    assertThat(startOf(large)).isAfterOrEqualTo(startOf(first));
    assertThat(startOf(last)).isAfterOrEqualTo(startOf(large));
  }

  private Instant startOf(Orders.Order order) {
    return requireNonNull(board.get(order.task()).orElseThrow().startedAt());
  }

  @Test
  void runsNoMoreAtATimeThanItHasCoresAndTellsWhatItHolds() throws InterruptedException {
    Orders.Order runs = begun(2, LONG);
    Orders.Order waits = begun(1, LONG);
    awaitState(runs, TaskState.Running.class);

    assertThat(runner.held().held()).containsExactlyInAnyOrder(runs.held(), waits.held());
    assertThat(runner.load().running()).isEqualTo(1);
    assertThat(runner.load().waiting()).isEqualTo(1);
  }

  @Test
  void refusesArrays() {
    Orders.Order order = assigned(spec(1, LONG), Orders.Part.REDUCE);

    List<Orders.Refusal> refusals = runner.run(new Orders.Run(List.of(order))).refusals();

    assertThat(refusals)
        .extracting(refusal -> refusal.failure().code())
        .containsExactly(ErrorCode.NOT_ALLOWED_ON_NODE);
    assertThat(runner.held().held()).isEmpty();
  }

  @Test
  void forgetsWhatIsStoppedAndHandsBackWhatHasToMakeWay() throws InterruptedException {
    Orders.Order stopped = begun(1, LONG);
    Orders.Order yields = begun(1, LONG);
    awaitState(stopped, TaskState.Running.class);
    awaitState(yields, TaskState.Running.class);
    assertThat(board.apply(yields.task(), new TaskEvent.Preempt(1, "room")).refusal()).isNull();

    signal(stopped, Effect.Action.STOP);
    signal(yields, Effect.Action.YIELD);

    awaitState(yields, TaskState.Queued.class);
    assertThat(runner.held().held()).isEmpty();
  }

  @Test
  void handsEverythingBackWhenItsNodeStops() throws InterruptedException {
    Orders.Order runs = begun(2, LONG);
    Orders.Order waits = begun(1, LONG);
    awaitState(runs, TaskState.Running.class);

    runner.close();

    awaitState(runs, TaskState.Queued.class);
    awaitState(waits, TaskState.Queued.class);
    assertThat(runner.held().held()).isEmpty();
  }
}
