package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.Downstream;
import io.gridmill.grid.task.GivenInput;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskBoard.Change;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that wait for others, through the board and the scheduler. */
class GraphTest {
  private static final int LAYERS = 100;
  private static final int WIDTH = 1000;
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);

  private final MemoryGrid grid = new MemoryGrid();
  private final MemoryCluster core = grid.join("core", Set.of(Member.Role.CORE), Map.of());
  private final TaskBoard board = new TaskBoard(grid.tables(), InstantSource.system());
  private final AtomicLong nanoTime = new AtomicLong();
  private final Scheduler scheduler =
      new Scheduler(
          SchedulingPolicy.FAIR,
          board,
          new Dispatcher(core, rejection -> {}),
          InstantSource.system(),
          nanoTime::get);
  private final BlockingQueue<Orders.Order> orders = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    board.close();
    core.close();
  }

  private void node(int cores) {
    MemoryCluster node = grid.join("node", Set.of(Member.Role.PROVIDER), Map.of());
    node.serve(
        Orders.RUN,
        run -> {
          orders.addAll(run.orders());
          return new Orders.Refused(List.of());
        });
    var offer =
        new Offer(
            node.self().id(), "node", cores, ByteSize.ofMiB(cores * 512L), List.of(), Map.of());
    scheduler.node(new NodeReport(offer, 1, Instant.EPOCH, 0, 0));
  }

  private static TaskId id(int layer, int place) {
    return TaskId.derived("me", layer + "/" + place);
  }

  private static NewTask task(TaskId id, List<TaskId> on, Map<String, TaskOutput> from) {
    return new NewTask(id, "me", TaskSpec.java("a.Job", JAR).withDependencies(on, from));
  }

  private Orders.Order nextOrder() throws InterruptedException {
    return Objects.requireNonNull(orders.poll(60, TimeUnit.SECONDS), "no order came");
  }

  /** Takes so many orders, and ends their tasks. */
  private void complete(int tasks, TaskResult result) throws InterruptedException {
    List<Change> ends = new ArrayList<>();
    while (ends.size() < tasks) {
      Orders.Order order = nextOrder();
      ends.add(new Change(order.task(), new TaskEvent.Succeed(order.attempt(), result)));
    }
    for (int i = 0; i < ends.size(); i += 1000) {
      List<Change> some = ends.subList(i, Math.min(ends.size(), i + 1000));
      board.applyAll(some).forEach(applied -> assertThat(applied.refusal()).isNull());
      some.forEach(end -> scheduler.ended(end.task(), TaskStatus.SUCCEEDED));
    }
    assertThat(orders).isEmpty();
  }

  @Test
  void runsAHundredThousandTasksThatDependOnEachOtherInTheirOrder() throws Exception {
    node(WIDTH);
    long began = System.nanoTime();
    for (int layer = LAYERS - 1; layer >= 0; layer--) {
      List<NewTask> tasks = new ArrayList<>();
      for (int place = 0; place < WIDTH; place++) {
        List<TaskId> on =
            layer == 0
                ? List.of()
                : List.of(id(layer - 1, place), id(layer - 1, (place * 7 + 1) % WIDTH));
        tasks.add(task(id(layer, place), on.stream().distinct().toList(), Map.of()));
      }
      board.submitAll(tasks).forEach(submission -> scheduler.task(submission.task()));
    }
    for (int layer = 0; layer < LAYERS; layer++) {
      scheduler.tick();
      List<TaskId> freed = new ArrayList<>();
      for (int place = 0; place < WIDTH; place++) {
        freed.add(id(layer, place));
      }
      board.getAll(freed).values().stream()
          .filter(task -> task.status() == TaskStatus.QUEUED)
          .forEach(scheduler::task);
      scheduler.tick();
      complete(WIDTH, TaskResult.NONE);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    assertThat(board.find(Query.where("status", TaskStatus.SUCCEEDED.name())))
        .hasSize(LAYERS * WIDTH);
  }

  @Test
  void handsOverWhatATaskLeavesBehindThoughItEndedBefore() throws Exception {
    node(4);
    TaskId first = id(0, 0);
    TaskId second = id(1, 0);
    scheduler.task(board.submit(task(first, List.of(), Map.of())).task());
    scheduler.tick();
    complete(1, new TaskResult(new RawJson("7"), null, Map.of()));
    Task waiter =
        board.submit(task(second, List.of(), Map.of("result.json", TaskOutput.of(first)))).task();
    assertThat(waiter.status()).isEqualTo(TaskStatus.WAITING);
    scheduler.task(waiter);
    scheduler.tick();
    scheduler.task(board.get(second).orElseThrow());
    scheduler.tick();
    assertThat(nextOrder().given())
        .containsEntry("result.json", new GivenInput(null, new RawJson("7"), null));
  }

  @Test
  void cancelsAllThatDependsOnATaskAndNothingElse() {
    board.submitAll(
        List.of(
            task(id(0, 0), List.of(), Map.of()),
            task(id(1, 0), List.of(id(0, 0)), Map.of()),
            task(id(2, 0), List.of(id(1, 0), id(0, 1)), Map.of()),
            task(id(0, 1), List.of(), Map.of()),
            task(id(1, 1), List.of(id(0, 1)), Map.of())));
    assertThat(new Downstream(board, "me").of(id(0, 0))).containsExactly(id(1, 0), id(2, 0));
    assertThat(new Downstream(board, "me").cancel(id(0, 0), "enough")).isEqualTo(2);
    assertThat(board.get(id(0, 1)).orElseThrow().status()).isEqualTo(TaskStatus.QUEUED);
    assertThat(board.get(id(1, 1)).orElseThrow().status()).isEqualTo(TaskStatus.WAITING);
    assertThat(new Downstream(board, "you").of(id(0, 0))).isEmpty();
  }
}
