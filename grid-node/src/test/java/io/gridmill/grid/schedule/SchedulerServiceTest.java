package io.gridmill.grid.schedule;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.Query;
import io.gridmill.grid.store.Table;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Submission;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.grid.trust.Standings;
import io.gridmill.grid.trust.Trust;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Constraint;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerServiceTest {
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);

  private final MemoryGrid grid = new MemoryGrid();
  private final TaskBoard board = new TaskBoard(grid.tables(), InstantSource.system());
  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  @AfterEach
  void stopAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private MemoryCluster core(String name) {
    MemoryCluster cluster = grid.join(name, Set.of(Member.Role.CORE), Map.of());
    open.add(cluster);
    InstantSource clock = InstantSource.system();
    TaskBoard ownBoard = new TaskBoard(grid.tables(), clock);
    var standings = new Standings(grid.tables(), clock);
    var scheduler =
        new SchedulerService(
            SchedulingPolicy.FAIR,
            ownBoard,
            new Resources(grid.tables()),
            new Maintenance(grid.tables()),
            new UsageLedger(grid.tables()),
            new Trust(standings, CheckRate.NONE),
            cluster,
            clock,
            new Metrics());
    var deliveries = new Deliveries(grid.tables(), clock);
    var effects =
        new OwedEffects(ownBoard, deliveries, standings, new Ledger(grid.tables()), cluster, clock);
    cluster.singleton(SchedulerService.NAME, Member.Role.CORE, scheduler);
    cluster.singleton(OwedEffects.NAME, Member.Role.CORE, effects);
    return cluster;
  }

  private OrderedNode node(String name, int cores, Map<String, String> attributes) {
    OrderedNode node = new OrderedNode(grid, name, cores, attributes);
    open.add(node);
    return node;
  }

  private static TaskSpec spec(
      int priority,
      @Nullable String constraint,
      @Nullable Duration queueLimit,
      List<TaskId> dependsOn,
      @Nullable ArraySpec array) {
    return SpecMaker.of(new Work.Java(List.of(JAR), "a.Job"))
        .name("t")
        .array(array)
        .constraint(constraint == null ? null : Constraint.parse(constraint))
        .priority(priority)
        .queueLimit(queueLimit)
        .dependsOn(dependsOn)
        .make();
  }

  private static TaskSpec plain() {
    return spec(0, null, null, List.of(), null);
  }

  private TaskId submit(TaskSpec spec) {
    TaskId id = TaskId.derived("me", "task " + ids.incrementAndGet());
    Submission answer = board.submit(new NewTask(id, "me", spec));
    assertThat(answer.fresh()).isTrue();
    return id;
  }

  private Task await(TaskId id, TaskStatus status) throws InterruptedException {
    CountDownLatch there = new CountDownLatch(1);
    try (Table.Subscription _ =
        board.watch(
            Query.where("status", status.name()),
            changes -> {
              if (changes.stream().anyMatch(c -> c.key().equals(id))) {
                there.countDown();
              }
            })) {
      if (board.get(id).orElseThrow().status() != status) {
        assertThat(there.await(20, SECONDS)).as("task %s is %s", id, status).isTrue();
      }
    }
    return board.get(id).orElseThrow();
  }

  private static Order take(OrderedNode node) throws InterruptedException {
    return Objects.requireNonNull(node.taken.poll(20, SECONDS), "no order came");
  }

  @Test
  void runsATaskOnANodeThatItsConstraintAllows() throws Exception {
    core("core");
    node("us", 4, Map.of("region", "us")).doingAtOnce();
    node("eu", 1, Map.of("region", "eu")).doingAtOnce();
    Task done = await(submit(spec(0, "region == eu", null, List.of(), null)), TaskStatus.SUCCEEDED);
    assertThat(((TaskState.Succeeded) done.state()).attempt())
        .satisfies(a -> assertThat(Objects.requireNonNull(a).node()).isEqualTo("eu"));
  }

  @Test
  void runsEachOfManyTasksOnce() throws Exception {
    core("core");
    OrderedNode a = node("a", 2, Map.of()).doingAtOnce();
    OrderedNode b = node("b", 2, Map.of()).doingAtOnce();
    List<NewTask> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(new NewTask(TaskId.derived("me", "many " + i), "me", plain()));
    }
    board.submitAll(many);
    for (NewTask task : many) {
      await(task.id(), TaskStatus.SUCCEEDED);
    }
    assertThat(a.taken.size() + b.taken.size()).isEqualTo(2000);
    assertThat(a.taken).isNotEmpty();
    assertThat(b.taken).isNotEmpty();
  }

  @Test
  void givesTheHigherPriorityTheFirstFreeSlot() throws Exception {
    core("core");
    OrderedNode node = node("a", 1, Map.of());
    submit(plain());
    Order first = take(node);
    submit(spec(1, null, null, List.of(), null));
    TaskId urgent = submit(spec(9, null, null, List.of(), null));
    assertThat(node.taken).isEmpty();
    node.succeed(first);
    assertThat(take(node).task()).isEqualTo(urgent);
  }

  @Test
  void queuesAgainWhatANodeTookWithIt() throws Exception {
    core("core");
    OrderedNode gone = node("gone", 1, Map.of());
    TaskId id = submit(plain());
    board.apply(id, new TaskEvent.Start(take(gone).attempt()));
    OrderedNode stays = node("stays", 1, Map.of()).doingAtOnce();
    gone.close();
    Task done = await(id, TaskStatus.SUCCEEDED);
    assertThat(done.attempts()).isEqualTo(2);
    assertThat(take(stays).attempt()).isEqualTo(2);
    assertThat(Objects.requireNonNull(done.lastFailure()).code()).isEqualTo(ErrorCode.NODE_LOST);
  }

  @Test
  void goesOnFromTheRowsWhenTheCoreThatRanItLeaves() throws Exception {
    MemoryCluster first = core("first");
    core("second");
    OrderedNode node = node("a", 2, Map.of());
    TaskId running = submit(plain());
    Order order = take(node);
    first.close();
    TaskId later = submit(plain());
    Order next = take(node);
    assertThat(next.task()).isEqualTo(later);
    node.succeed(next);
    node.succeed(order);
    assertThat(await(running, TaskStatus.SUCCEEDED).attempts()).isEqualTo(1);
    assertThat(await(later, TaskStatus.SUCCEEDED).attempts()).isEqualTo(1);
  }

  @Test
  void startsATaskWhenThoseItDependsOnHaveSucceeded() throws Exception {
    core("core");
    OrderedNode node = node("a", 4, Map.of());
    TaskId first = submit(plain());
    TaskId second = submit(plain());
    TaskId last = submit(spec(0, null, null, List.of(first, second), null));
    Order one = take(node);
    Order two = take(node);
    node.succeed(one);
    await(one.task(), TaskStatus.SUCCEEDED);
    assertThat(board.get(last).orElseThrow().status()).isEqualTo(TaskStatus.WAITING);
    node.succeed(two);
    assertThat(take(node).task()).isEqualTo(last);
  }

  @Test
  void failsATaskWhoseDependencyDidNotSucceed() throws Exception {
    core("core");
    TaskId first = submit(plain());
    TaskId second = submit(spec(0, null, null, List.of(first), null));
    TaskId third = submit(spec(0, null, null, List.of(second), null));
    board.apply(first, new TaskEvent.Cancel("enough"));
    await(second, TaskStatus.FAILED);
    Task last = await(third, TaskStatus.FAILED);
    assertThat(((TaskState.Failed) last.state()).failure().code())
        .isEqualTo(ErrorCode.DEPENDENCY_FAILED);
  }

  @Test
  void expiresATaskThatNobodyTakes() throws Exception {
    core("core");
    await(submit(spec(0, null, Duration.ofMillis(1), List.of(), null)), TaskStatus.EXPIRED);
  }

  @Test
  void tellsTheNodeToStopWhatWasCancelled() throws Exception {
    core("core");
    OrderedNode node = node("a", 1, Map.of());
    TaskId id = submit(plain());
    Order order = take(node);
    board.apply(id, new TaskEvent.Cancel("enough"));
    var signal = Objects.requireNonNull(node.signals.poll(20, SECONDS));
    assertThat(signal.held()).isEqualTo(order.held());
    assertThat(signal.action()).isEqualTo(Effect.Action.STOP);
  }

  @Test
  void goesByPriorityBetweenTasksThatNeedDifferentThings() throws Exception {
    core("core");
    OrderedNode node = node("a", 1, Map.of("fast", "true"));
    submit(plain());
    Order first = take(node);
    submit(spec(9, null, null, List.of(), null));
    TaskId least = submit(spec(0, null, null, List.of(), null));
    TaskId middle = submit(spec(5, "fast", null, List.of(), null));
    node.succeed(first);
    node.succeed(take(node));
    Order third = take(node);
    assertThat(third.task()).isEqualTo(middle);
    node.succeed(third);
    assertThat(take(node).task()).isEqualTo(least);
  }

  @Test
  void usesUpNoAttemptsOnANodeThatCannotBeReached() throws Exception {
    core("core");
    try (var deaf = new DeafNode(grid, "deaf")) {
      TaskId id = submit(plain());
      deaf.reports();
      assertThat(deaf.asked.await(20, SECONDS)).isTrue();
      Task task = board.get(id).orElseThrow();
      assertThat(task.status()).isNotEqualTo(TaskStatus.FAILED);
      node("a", 1, Map.of()).doingAtOnce();
      Task done = await(id, TaskStatus.SUCCEEDED);
      assertThat(done.attempts() - done.handedBack()).isEqualTo(1);
      assertThat(done.attempts()).isLessThan(30);
    }
  }

  @Test
  void tellsOneNodeThoughAnotherDoesNotAnswer() throws Exception {
    core("core");
    OrderedNode stuck = node("stuck", 1, Map.of("is", "stuck")).notAnswering();
    OrderedNode well = node("well", 1, Map.of("is", "well"));
    TaskId first = submit(spec(0, "is == stuck", null, List.of(), null));
    TaskId second = submit(spec(0, "is == well", null, List.of(), null));
    take(stuck);
    Order order = take(well);
    board.apply(first, new TaskEvent.Cancel("enough"));
    assertThat(stuck.signals.poll(20, SECONDS)).isNotNull();
    board.apply(second, new TaskEvent.Cancel("enough"));
    var signal = Objects.requireNonNull(well.signals.poll(3, SECONDS), "no signal came");
    assertThat(signal.held()).isEqualTo(order.held());
  }

  @Test
  void queuesAgainWhatANodeForgot() throws Exception {
    core("core");
    OrderedNode node = node("forgetful", 1, Map.of()).forgetting();
    submit(plain());
    take(node);
    Order second = take(node);
    assertThat(second.attempt()).isEqualTo(2);
    Task again = board.get(second.task()).orElseThrow();
    assertThat(Objects.requireNonNull(again.lastFailure()).message()).contains("does not know");
  }

  @Test
  void leasesAllItemsOfAnArrayAndCountsEachOnceThoughANodeLeaves() throws Exception {
    core("core");
    OrderedNode gone = node("gone", 2, Map.of());
    TaskId id = submit(spec(0, null, null, List.of(), new ArraySpec(100_000, null, false)));
    take(gone);
    node("stays", 2, Map.of()).doingAtOnce();
    gone.close();
    Task done = await(id, TaskStatus.SUCCEEDED);
    var lines = new ByteArrayOutputStream();
    board.results(done).writeTo(lines, ref -> new ByteArrayInputStream(new byte[0]));
    assertThat(lines.toString(java.nio.charset.StandardCharsets.UTF_8).lines().toList())
        .isEqualTo(
            LongStream.range(0, 100_000).mapToObj(Long::toString).collect(Collectors.toList()));
  }

  @Test
  void sharesItemsBetweenNodesInRangesThatGrow() throws Exception {
    core("core");
    OrderedNode a = node("a", 1, Map.of()).doingAtOnce();
    OrderedNode b = node("b", 1, Map.of()).doingAtOnce();
    await(
        submit(spec(0, null, null, List.of(), new ArraySpec(1_000_000, null, false))),
        TaskStatus.SUCCEEDED);
    long ofA = a.taken.stream().mapToLong(SchedulerServiceTest::size).sum();
    long ofB = b.taken.stream().mapToLong(SchedulerServiceTest::size).sum();
    assertThat(ofA + ofB).isEqualTo(1_000_000);
    assertThat(Math.min(ofA, ofB)).isPositive();
    assertThat(a.taken.size() + b.taken.size()).isLessThan(200);
  }

  private static long size(Order order) {
    var lease = Objects.requireNonNull(order.lease());
    return lease.to() - lease.from();
  }
}
