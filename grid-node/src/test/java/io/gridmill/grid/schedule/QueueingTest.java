package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.grid.trust.Mark;
import io.gridmill.grid.trust.Standing;
import io.gridmill.grid.trust.Standings;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose turn it is, and who waits for whom, with time that the test lets go by. */
@Timeout(60)
class QueueingTest {
  private final MemoryGrid grid = new MemoryGrid();
  private final MemoryCluster core = grid.join("core", Set.of(Member.Role.CORE), Map.of());
  private final List<NodeReport> reports = new ArrayList<>();
  private long nanos = 1;
  private final TaskBoard board = new TaskBoard(grid.tables(), this::now);
  private Scheduler scheduler = scheduler(SchedulingPolicy.FAIR);

  private Scheduler scheduler(SchedulingPolicy policy) {
    return new Scheduler(
        policy, board, new Dispatcher(core, rejection -> {}), this::now, () -> nanos);
  }

  private Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @AfterEach
  void close() {
    board.close();
    core.close();
  }

  private void node(String name, int cores, Map<String, String> attributes) {
    MemoryCluster node = grid.join(name, Set.of(Member.Role.PROVIDER), attributes);
    node.serve(Orders.RUN, run -> new Orders.Refused(List.of()));
    node.serve(Orders.SIGNAL, signals -> new Orders.Done());
    ByteSize memory = ByteSize.ofMiB(64_000);
    Offer offer = new Offer(node.self().id(), name, cores, memory, List.of(), attributes);
    NodeReport report = new NodeReport(offer, 1, Instant.EPOCH, 0, 0);
    reports.add(report);
    scheduler.node(report);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private TaskId submit(String owner, String name, int cores, int priority, Scheduling wishes) {
    var jar = new ArtifactRef("ab".repeat(32), 1);
    TaskSpec spec =
        SpecMaker.of(new Work.Java(List.of(jar), "a.Job"))
            .name(name)
            .resources(ResourceRequest.of(cores, null))
            .priority(priority)
            .scheduling(wishes)
            .make();
    Task task = board.submit(new NewTask(TaskId.derived(owner, name), owner, spec)).task();
    scheduler.task(task);
    return task.id();
  }

  private TaskId submit(String owner, String name, int cores) {
    return submit(owner, name, cores, 0, Scheduling.DEFAULT);
  }

  @Test
  void keepsTasksThatWantAReputationFromANodeWhoseResultsWereWrong() {
    Standings standings = new Standings(grid.tables(), this::now);
    standings.mark(
        List.of(
            new Mark("liar", "task-1", false),
            new Mark("liar", "task-1", false),
            new Mark("good", "task-2", true)));
    assertThat(standings.all()).extracting(Standing::compared).containsOnly(1L);
    scheduler.conduct().judged(standings.all());
    node("liar", 4, Map.of("gridmill.reputation", "1"));
    Scheduling choosy = Scheduling.DEFAULT.withMinReputation(0.6);
    TaskId id = submit("me", "t", 1, 0, choosy);
    scheduler.tick();
    assertThat(status(id)).isEqualTo(TaskStatus.QUEUED);
    assertThat(scheduler.why(id).reasons().getFirst()).contains("a reputation of less than 0.6");
    node("nobody knows", 4, Map.of());
    scheduler.tick();
    assertThat(status(id)).isEqualTo(TaskStatus.QUEUED);
    node("good", 4, Map.of());
    scheduler.tick();
    assertThat(nodeOf(id)).isEqualTo("good");
  }

  private TaskStatus status(TaskId id) {
    return board.get(id).orElseThrow().status();
  }

  private String nodeOf(TaskId id) {
    return String.valueOf(board.get(id).orElseThrow().view().node());
  }

  private void end(TaskId id) {
    int attempt = board.get(id).orElseThrow().attempts();
    board.apply(id, new TaskEvent.Succeed(attempt, TaskResult.NONE));
    scheduler.ended(id, TaskStatus.SUCCEEDED);
  }

  private List<TaskId> assigned(Stream<TaskId> tasks) {
    return tasks.filter(t -> status(t) == TaskStatus.ASSIGNED).toList();
  }

  @Test
  void givesAnAccountThatCameLateItsShareAtOnce() {
    node("a", 4, Map.of());
    List<TaskId> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(submit("greedy", "g" + i, 1));
    }
    scheduler.tick();
    pass(Duration.ofMinutes(1));
    TaskId one = submit("modest", "m", 1);
    scheduler.tick();
    assertThat(status(one)).isEqualTo(TaskStatus.QUEUED);
    end(assigned(many.stream()).getFirst());
    scheduler.tick();
    assertThat(status(one)).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void sharesByWeight() {
    SchedulingPolicy fair = SchedulingPolicy.FAIR;
    scheduler = scheduler(fair.withWeights(Map.of("large", 3.0)));
    node("a", 8, Map.of());
    List<TaskId> large = new ArrayList<>();
    List<TaskId> small = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      small.add(submit("small", "s" + i, 1));
      large.add(submit("large", "l" + i, 1));
    }
    scheduler.tick();
    assertThat(assigned(large.stream())).hasSize(6);
    assertThat(assigned(small.stream())).hasSize(2);
  }

  @Test
  void putsHigherPrioritiesFirstButNobodyOffForEver() {
    node("a", 1, Map.of());
    TaskId running = submit("me", "running", 1, 5, Scheduling.DEFAULT);
    scheduler.tick();
    TaskId low = submit("me", "low", 1, 0, Scheduling.DEFAULT);
    TaskId high = submit("me", "high", 1, 5, Scheduling.DEFAULT);
    end(running);
    scheduler.tick();
    assertThat(status(high)).isEqualTo(TaskStatus.ASSIGNED);
    pass(Duration.ofHours(2));
    TaskId later = submit("me", "later", 1, 5, Scheduling.DEFAULT);
    end(high);
    scheduler.tick();
    assertThat(status(low)).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(status(later)).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void letsAnAccountHaveNoMoreThanItsCap() {
    scheduler = scheduler(SchedulingPolicy.FAIR.withMostCores(2));
    node("a", 8, Map.of());
    List<TaskId> tasks = List.of(submit("me", "1", 1), submit("me", "2", 1), submit("me", "3", 1));
    scheduler.tick();
    assertThat(assigned(tasks.stream())).hasSize(2);
    end(assigned(tasks.stream()).getFirst());
    scheduler.tick();
    assertThat(tasks.stream().filter(t -> status(t) != TaskStatus.QUEUED)).hasSize(3);
  }

  @Test
  void startsAGangTogetherOrNotAtAll() {
    node("a", 2, Map.of());
    node("b", 1, Map.of());
    Scheduling gang = Scheduling.DEFAULT.withGang(new Scheduling.Gang("g", 3));
    TaskId other = submit("you", "other", 1);
    scheduler.tick();
    List<TaskId> members = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      members.add(submit("me", "m" + i, 1, 0, gang));
      scheduler.tick();
    }
    assertThat(assigned(members.stream())).isEmpty();
    end(other);
    scheduler.tick();
    assertThat(assigned(members.stream())).hasSize(3);
  }

  @Test
  void bringsAWholeGangBackWhenOneOfItComesBack() {
    node("a", 2, Map.of());
    Scheduling gang = Scheduling.DEFAULT.withGang(new Scheduling.Gang("g", 2));
    TaskId one = submit("me", "1", 1, 0, gang);
    TaskId two = submit("me", "2", 1, 0, gang);
    scheduler.tick();
    assertThat(assigned(Stream.of(one, two))).hasSize(2);
    board.apply(one, new TaskEvent.HandBack(1, "its node stops"));
    scheduler.task(board.get(one).orElseThrow());
    scheduler.tick();
    assertThat(board.get(two).orElseThrow().handedBack()).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    scheduler.tick();
    assertThat(assigned(Stream.of(one, two))).hasSize(2);
  }

  @Test
  void tellsThoseOfADisbandedGangThatRefuseAgainOnceARound() {
    node("a", 2, Map.of());
    Scheduling gang = Scheduling.DEFAULT.withGang(new Scheduling.Gang("g", 2));
    TaskId one = submit("me", "1", 1, 0, gang);
    TaskId two = submit("me", "2", 1, 0, gang);
    scheduler.tick();
    board.apply(two, new TaskEvent.HandBack(1, "its node stops"));
    board.apply(two, new TaskEvent.Cancel("enough"));
    scheduler = scheduler(SchedulingPolicy.FAIR);
    reports.forEach(scheduler::node);
    scheduler.goBy(board.get(one).orElseThrow());
    board.apply(one, new TaskEvent.Settle(List.of())); // no news of this has come
    scheduler.tick();
    assertThat(status(one)).isEqualTo(TaskStatus.ASSIGNED);
    board.apply(one, new TaskEvent.HandBack(1, "its node stops"));
    scheduler.retry();
    scheduler.tick();
    assertThat(status(one)).isEqualTo(TaskStatus.CANCELLED);
  }

  @Test
  void keepsRoomForALargeTaskAndFillsTheHolesMeanwhile() {
    node("a", 4, Map.of());
    Scheduling hour = Scheduling.DEFAULT.withExpected(Duration.ofHours(1));
    Scheduling minute = Scheduling.DEFAULT.withExpected(Duration.ofMinutes(1));
    TaskId first = submit("me", "first", 3, 0, hour);
    scheduler.tick();
    TaskId large = submit("me", "large", 4, 0, minute);
    scheduler.tick();
    pass(Duration.ofHours(10));
    TaskId longer = submit("me", "longer", 1, 0, hour.withExpected(Duration.ofDays(3)));
    scheduler.tick();
    assertThat(status(large)).isEqualTo(TaskStatus.QUEUED);
    assertThat(status(longer)).isEqualTo(TaskStatus.QUEUED);
    end(first);
    scheduler.tick();
    assertThat(status(large)).isEqualTo(TaskStatus.ASSIGNED);
    end(large);
    scheduler.tick();
    assertThat(status(longer)).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void doesNotFillAHoleWithAGangThatIsTooLargeForItAsAWhole() {
    node("a", 6, Map.of());
    Scheduling hour = Scheduling.DEFAULT.withExpected(Duration.ofHours(1));
    TaskId first = submit("me", "first", 4, 0, hour);
    scheduler.tick();
    TaskId large = submit("me", "large", 5, 0, hour);
    scheduler.tick();
    pass(Duration.ofHours(10));
    Scheduling gang = Scheduling.DEFAULT.withGang(new Scheduling.Gang("g", 2));
    submit("me", "1", 1, 0, gang.withExpected(Duration.ofDays(3)));
    submit("me", "2", 1, 0, gang.withExpected(Duration.ofDays(3)));
    scheduler.tick();
    end(first);
    scheduler.tick();
    assertThat(status(large)).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void hasTheCheapestOfPreemptibleTasksMakeWayForAHigherPriority() {
    node("a", 2, Map.of());
    Scheduling soft = Scheduling.DEFAULT.withPreemptible(true);
    TaskId old = submit("me", "old", 1, 0, soft);
    scheduler.tick();
    pass(Duration.ofMinutes(5));
    TaskId young = submit("me", "young", 1, 0, soft);
    scheduler.tick();
    TaskId little = submit("me", "little", 1, 5, Scheduling.DEFAULT);
    scheduler.tick();
    assertThat(assigned(Stream.of(old, young))).hasSize(2);
    TaskId urgent = submit("me", "urgent", 1, 50, Scheduling.DEFAULT);
    scheduler.tick();
    assertThat(status(old)).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(status(young)).isEqualTo(TaskStatus.QUEUED);
    scheduler.task(board.get(young).orElseThrow());
    scheduler.tick();
    assertThat(status(urgent)).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(status(little)).isEqualTo(TaskStatus.QUEUED);
    assertThat(board.get(young).orElseThrow().handedBack()).isEqualTo(1);
  }

  @Test
  void spreadsAndPacksByAnAttribute() {
    for (String rack : List.of("x", "y", "z")) {
      node(rack + "1", 2, Map.of("rack", rack));
      node(rack + "2", 2, Map.of("rack", rack));
    }
    Scheduling apart = Scheduling.DEFAULT.withSpread("rack");
    List<TaskId> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      tasks.add(submit("me", "apart" + i, 1, 0, apart));
    }
    scheduler.tick();
    assertThat(tasks.stream().map(t -> nodeOf(t).charAt(0))).doesNotHaveDuplicates();
    Scheduling together = Scheduling.DEFAULT.withPack("rack");
    List<TaskId> packed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      packed.add(submit("me", "together" + i, 1, 0, together));
    }
    scheduler.tick();
    assertThat(packed.stream().map(t -> nodeOf(t).charAt(0)).distinct()).hasSize(1);
  }

  @Test
  void prefersWhatIsPreferredAndTakesTheRestIfNeedBe() {
    node("near", 1, Map.of("region", "eu"));
    node("far", 1, Map.of("region", "us"));
    Scheduling wish = Scheduling.DEFAULT.withPrefer(List.of(Constraint.parse("region == us")));
    TaskId first = submit("me", "first", 1, 0, wish);
    pass(Duration.ofSeconds(1));
    TaskId second = submit("me", "second", 1, 0, wish);
    scheduler.tick();
    assertThat(List.of(nodeOf(first), nodeOf(second))).containsExactly("far", "near");
  }

  @Test
  void givesANodeNothingThatWouldLastIntoItsMaintenance() {
    node("a", 4, Map.of());
    Instant from = now().plus(Duration.ofMinutes(30));
    var window = new Maintenance.Window("a", from, from.plus(Duration.ofHours(1)), null);
    scheduler.maintain(List.of(window));
    Scheduling hour = Scheduling.DEFAULT.withExpected(Duration.ofHours(1));
    TaskId longer = submit("me", "longer", 1, 0, hour);
    TaskId soft =
        submit("me", "soft", 1, 0, hour.withExpected(Duration.ofMinutes(20)).withPreemptible(true));
    scheduler.tick();
    assertThat(status(longer)).isEqualTo(TaskStatus.QUEUED);
    assertThat(status(soft)).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(scheduler.why(longer).reasons())
        .containsExactly("1 of the 1 nodes that suit it are drained, or soon to be maintained");
    pass(Duration.ofMinutes(31));
    scheduler.retry();
    scheduler.tick();
    assertThat(status(soft)).isEqualTo(TaskStatus.QUEUED);
    pass(Duration.ofHours(1));
    scheduler.retry();
    scheduler.tick();
    assertThat(status(longer)).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void saysInWordsWhyATaskWaitsAndAboutHowLong() {
    node("a", 2, Map.of());
    Scheduling hour = Scheduling.DEFAULT.withExpected(Duration.ofHours(1));
    TaskId running = submit("me", "running", 2, 0, hour);
    scheduler.tick();
    TaskId next = submit("me", "next", 2, 0, hour);
    TaskId wide = submit("me", "wide", 3, 0, hour);
    Scheduling gang = hour.withGang(new Scheduling.Gang("pair", 2));
    TaskId half = submit("me", "half", 1, 0, gang);
    scheduler.tick();
    assertThat(status(running)).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(scheduler.why(next).reasons())
        .containsExactly(
            "all of the 1 nodes that suit it are busy",
            "the first to have room will probably be node a");
    assertThat(scheduler.why(next).expected()).isEqualTo(now().plus(Duration.ofHours(1)));
    assertThat(scheduler.why(wide).reasons())
        .containsExactly("none of the 1 nodes suits it: 1 have less than 3 cores");
    assertThat(scheduler.why(half).reasons())
        .containsExactly("its gang pair starts when 2 of its tasks are queued; 1 are");
  }

  @Test
  void remembersWhatAccountsHadUsedUnderTheSchedulerBefore() {
    UsageLedger usage = new UsageLedger(grid.tables());
    node("a", 1, Map.of());
    TaskId long1 = submit("greedy", "long", 1);
    scheduler.tick();
    pass(Duration.ofHours(5));
    scheduler.keep(usage);
    end(long1);
    scheduler = scheduler(SchedulingPolicy.FAIR);
    scheduler.recall(usage);
    node("b", 1, Map.of());
    TaskId again = submit("greedy", "again", 1);
    pass(Duration.ofSeconds(1));
    TaskId modest = submit("modest", "first", 1);
    scheduler.tick();
    assertThat(status(modest)).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(status(again)).isEqualTo(TaskStatus.QUEUED);
  }
}
