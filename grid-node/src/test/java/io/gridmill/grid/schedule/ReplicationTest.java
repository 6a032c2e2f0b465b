package io.gridmill.grid.schedule;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.delivery.Deliveries;
import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.metrics.Metrics;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.Resources;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders.Order;
import io.gridmill.grid.task.Questions;
import io.gridmill.grid.task.Replicas;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskState;
import io.gridmill.grid.task.TaskWaits;
import io.gridmill.grid.trust.CheckRate;
import io.gridmill.grid.trust.Standing;
import io.gridmill.grid.trust.Standings;
import io.gridmill.grid.trust.Trust;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that several nodes run, with the real scheduler, board and carrier of effects. */
class ReplicationTest {
  private static final InstantSource CLOCK = InstantSource.system();

  private final MemoryGrid grid = new MemoryGrid();
  private final TaskBoard board = new TaskBoard(grid.tables(), CLOCK);
  private final Ledger ledger = new Ledger(grid.tables());
  private final Standings standings = new Standings(grid.tables(), CLOCK);
  private final Deque<AutoCloseable> open = new ArrayDeque<>(List.of(board));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : open) {
      part.close();
    }
  }

  private MemoryCluster core(double spotChecks) {
    MemoryCluster cluster = grid.join("core", Set.of(Member.Role.CORE), Map.of());
    open.push(cluster);
    TaskBoard own = new TaskBoard(grid.tables(), CLOCK);
    open.push(own);
    var scheduler =
        new SchedulerService(
            SchedulingPolicy.FAIR,
            own,
            new Resources(grid.tables()),
            new Maintenance(grid.tables()),
            new UsageLedger(grid.tables()),
            new Trust(standings, new CheckRate(spotChecks, 7)),
            cluster,
            CLOCK,
            new Metrics());
    var effects =
        new OwedEffects(
            own, new Deliveries(grid.tables(), CLOCK), standings, ledger, cluster, CLOCK);
    cluster.singleton(SchedulerService.NAME, Member.Role.CORE, scheduler);
    cluster.singleton(OwedEffects.NAME, Member.Role.CORE, effects);
    return cluster;
  }

  private OrderedNode node(String name, String owner) {
    OrderedNode node = new OrderedNode(grid, name, 4, Map.of("owner", owner));
    open.push(node);
    return node;
  }

  private OrderedNode node(String name, String owner, String price) {
    var attributes = Map.of("owner", owner, Scheduling.PRICE, price);
    OrderedNode node = new OrderedNode(grid, name, 4, attributes);
    open.push(node);
    return node;
  }

  private TaskId submit(String name, @Nullable Replication replication) {
    TaskSpec spec =
        SpecMaker.of(new Work.Java(List.of(new ArtifactRef("ab".repeat(32), 1)), "a.Job"))
            .name(name)
            .retry(new RetryPolicy(3, Duration.ZERO, null, false))
            .replication(replication)
            .make();
    TaskId id = TaskId.derived("me", name);
    board.submit(new NewTask(id, "me", spec));
    return id;
  }

  private Task await(TaskId id, Predicate<Task> so) throws InterruptedException {
    return TaskWaits.await(board, id, so);
  }

  private Task succeeds(TaskId id) throws InterruptedException {
    return await(id, t -> t.status() == TaskStatus.SUCCEEDED);
  }

  private Map<String, Double> judged(Task task) throws InterruptedException {
    await(task.id(), t -> t.owed().isEmpty());
    return standings.all().stream().collect(Collectors.toMap(Standing::node, Standing::reputation));
  }

  private static Order take(OrderedNode node) throws InterruptedException {
    return Objects.requireNonNull(node.taken.poll(20, SECONDS), "no order came");
  }

  @Test
  void believesTheMajorityAndMarksTheNodeThatLies() throws Exception {
    core(0);
    node("a-liar", "eve").answering("666");
    node("good", "ann").answering("42.0");
    node("late", "bob").answering("42");
    Task done = succeeds(submit("t", new Replication(3, 2, null, null)));
    assertThat(done.view().result()).isIn(new RawJson("42"), new RawJson("42.0"));
    Map<String, Double> reputations = judged(done);
    assertThat(reputations.get("good")).isGreaterThan(Standing.UNKNOWN);
    assertThat(reputations.get("late")).isGreaterThan(Standing.UNKNOWN);
    assertThat(reputations.getOrDefault("a-liar", 0.0)).isLessThan(Standing.UNKNOWN);
  }

  @Test
  void paysTheOwnersOfNodesThatAskAPriceForWhatIsBelieved() throws Exception {
    core(0);
    node("dear", "ann", "4").answering("42");
    node("cheap", "bob", "0.04").answering("42");
    node("free", "carl", "0").answering("42");
    node("odd", "dora", "a lot").answering("42");
    Task done = succeeds(submit("t", new Replication(4, 4, null, null)));
    await(done.id(), t -> t.owed().isEmpty());
    Map<String, Entry> byEarner =
        ledger.of(done.id()).stream().collect(Collectors.toMap(Entry::earner, e -> e));
    assertThat(byEarner).containsOnlyKeys("ann", "bob");
    assertThat(byEarner.get("ann"))
        .satisfies(e -> assertThat(e.perHour()).isEqualTo(1_000_000))
        .satisfies(e -> assertThat(e.payer()).isEqualTo("me"))
        .satisfies(e -> assertThat(e.node()).isEqualTo("dear"))
        .satisfies(e -> assertThat(ledger.balance("ann")).isEqualTo(e.amount()));
    assertThat(ledger.balance("me")).isNegative();
    assertThat(ledger.audit().isClean()).isTrue();
  }

  @Test
  void givesNoOwnerTwoRunsHoweverManyNodesItHas() throws Exception {
    MemoryCluster core = core(0);
    node("ann-1", "ann");
    node("ann-2", "ann");
    node("bob-1", "bob");
    TaskId id = submit("t", new Replication(3, 2, null, null));
    TaskState state = await(id, t -> t.attempts() == 2).state();
    assertThat(state)
        .isInstanceOfSatisfying(
            TaskState.Replicated.class,
            r -> assertThat(Replicas.owners(r)).containsExactlyInAnyOrder("ann", "bob"));
    assertThat(core.ask(core.self().id(), Questions.WHY, new Questions.Why(id)).join().reasons())
        .anyMatch(r -> r.contains("3 belong to owners that have run it"));
    node("carl-1", "carl");
    await(id, t -> t.attempts() == 3);
  }

  @Test
  void runsOnOtherOwnersNodesWhatNodesTookWithThem() throws Exception {
    core(0);
    OrderedNode gone = node("a", "ann");
    OrderedNode stays = node("b", "bob");
    TaskId id = submit("t", new Replication(2, 2, null, null));
    await(id, t -> t.attempts() == 2);
    gone.close();
    stays.succeed(take(stays));
    node("c", "carl").answering("\"b\"");
    Task done = succeeds(id);
    assertThat(done.attempts()).isEqualTo(3);
  }

  @Test
  void checksTasksThatDidNotAskForItUntilItHasFoundTheNodeThatLies() throws Exception {
    core(1);
    node("a-liar", "eve").answering("666");
    Task alone = succeeds(submit("alone", null));
    assertThat(alone.attempts()).isEqualTo(1);
    node("good", "ann").answering("42");
    node("late", "bob").answering("42");
    Task done = alone;
    for (int i = 0; i < 20; i++) {
      done = succeeds(submit("checked " + i, null));
      assertThat(done.attempts()).isGreaterThanOrEqualTo(2);
      assertThat(done.view().result()).isEqualTo(new RawJson("42"));
    }
    assertThat(judged(done).getOrDefault("a-liar", 1.0)).isLessThan(Standing.UNKNOWN);
  }

  @Test
  void believesACheckedResultWhenNobodyIsLeftToCheckIt() throws Exception {
    core(1);
    OrderedNode stays = node("a", "ann");
    OrderedNode goes = node("b", "bob");
    TaskId id = submit("t", null);
    var first = (TaskState.Replicated) await(id, t -> t.attempts() == 1).state();
    boolean stayed = first.open().getFirst().owner().equals("ann");
    OrderedNode has = stayed ? stays : goes;
    OrderedNode checks = stayed ? goes : stays;
    has.succeed(take(has));
    await(id, t -> t.attempts() == 2);
    checks.close();
    Task done = succeeds(id);
    assertThat(done.view().node()).isEqualTo(stayed ? "a" : "b");
  }
}
