package io.gridmill.grid.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.store.memory.MemoryCluster;
import io.gridmill.grid.store.memory.MemoryGrid;
import io.gridmill.grid.task.ArrayState;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.SpecMaker;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scheduler told of news in an order of the test's choice. */
class SchedulerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long GRACE = 5 * SECOND;
  private static final TaskId ID = TaskId.derived("me", "task");

  private final MemoryGrid grid = new MemoryGrid();
  private final MemoryCluster core = grid.join("core", Set.of(Member.Role.CORE), Map.of());
  private final TaskBoard board = new TaskBoard(grid.tables(), InstantSource.system());
  private final AtomicLong nanoTime = new AtomicLong();
  private final Scheduler scheduler = scheduler();

  private Scheduler scheduler() {
    return new Scheduler(
        SchedulingPolicy.FAIR,
        board,
        new Dispatcher(core, rejection -> {}),
        InstantSource.system(),
        nanoTime::get);
  }

  @AfterEach
  void close() {
    board.close();
    core.close();
  }

  private MemoryCluster node(String name, int cores) {
    MemoryCluster node = grid.join(name, Set.of(Member.Role.PROVIDER), Map.of());
    node.serve(Orders.RUN, run -> new Orders.Refused(List.of()));
    node.serve(Orders.SIGNAL, signals -> new Orders.Done());
    scheduler.node(report(node, cores));
    return node;
  }

  private static NodeReport report(MemoryCluster node, int cores) {
    var offer =
        new Offer(
            node.self().id(),
            node.self().name(),
            cores,
            ByteSize.ofMiB(64_000),
            List.of(),
            Map.of());
    return new NodeReport(offer, 1, Instant.EPOCH, 0, 0);
  }

  private Task submit(@Nullable ArraySpec array) {
    var jar = new ArtifactRef("ab".repeat(32), 1);
    var spec =
        SpecMaker.of(new Work.Java(List.of(jar), "a.Job"))
            .name("t")
            .array(array)
            .retry(new RetryPolicy(3, Duration.ZERO, Duration.ZERO, false))
            .make();
    return board.submit(new NewTask(ID, "me", spec)).task();
  }

  private Task row() {
    return board.get(ID).orElseThrow();
  }

  private static int leases(Task task) {
    return Objects.requireNonNull(task.array()).leases().size();
  }

  private void passSeconds(long seconds) {
    nanoTime.addAndGet(seconds * SECOND);
  }

  private void reconcile(MemoryCluster node, Set<Held> held) {
    scheduler.reconcile(node.self().id(), held, nanoTime.get(), GRACE);
    scheduler.tick();
  }

  @Test
  void losesALeaseThatANodeForgotThoughOldNewsOfTheArrayCameLate() {
    MemoryCluster node = node("a", 2);
    Task submitted = submit(new ArraySpec(1000, null, false));
    scheduler.task(submitted);
    scheduler.tick();
    assertThat(leases(row())).isEqualTo(2);
    assertThat(scheduler.isStale(ID, submitted.version())).isTrue();
    scheduler.task(row());
    passSeconds(6);
    reconcile(node, Set.of());
    passSeconds(1);
    reconcile(node, Set.of());
    assertThat(Objects.requireNonNull(row().lastFailure()).message()).contains("does not know");
  }

  @Test
  void booksTheLeasesThatAnotherSchedulerGave() {
    MemoryCluster node = node("a", 2);
    Task submitted = submit(new ArraySpec(1000, null, false));
    Scheduler former = scheduler();
    former.node(report(node, 2));
    former.task(submitted);
    scheduler.task(submitted);
    former.tick();
    scheduler.tick();
    assertThat(leases(row())).isEqualTo(2);
    assertThat(scheduler.isUnderWay(ID)).isTrue();
  }

  @Test
  void keepsWhatAFormerSchedulerGaveWithoutItsKnowing() {
    MemoryCluster node = node("a", 1);
    Task submitted = submit(null);
    Scheduler former = scheduler();
    former.node(report(node, 1));
    former.task(submitted);
    former.tick();
    Held held = new Held(ID, 1, null);
    reconcile(node, Set.of(held));
    reconcile(node, Set.of(held));
    assertThat(scheduler.isUnderWay(ID)).isTrue();
    assertThat(row().status()).isEqualTo(TaskStatus.ASSIGNED);
  }

  @Test
  void doesNotTakeALateAnswerForALoss() {
    MemoryCluster node = node("a", 1);
    scheduler.task(submit(null));
    long asked = nanoTime.get();
    scheduler.tick();
    passSeconds(60);
    for (int round = 0; round < 3; round++) {
      scheduler.reconcile(node.self().id(), Set.of(), asked, GRACE);
      scheduler.tick();
    }
    assertThat(row().status()).isEqualTo(TaskStatus.ASSIGNED);
    assertThat(row().attempts()).isEqualTo(1);
  }

  @Test
  void blamesNoNodeForSilenceWhileTheWholeGridStandsStill() {
    MemoryCluster a = node("a", 1);
    node("b", 1);
    scheduler.conduct().nodes().silentFor(GRACE, nanoTime.get());
    passSeconds(60);
    assertThat(scheduler.conduct().nodes().silentFor(GRACE, nanoTime.get())).isEmpty();
    for (int round = 0; round < 10; round++) {
      passSeconds(1);
      scheduler.node(report(a, 1));
      scheduler.conduct().nodes().silentFor(GRACE, nanoTime.get());
    }
    passSeconds(1);
    scheduler.node(report(a, 1));
    assertThat(scheduler.conduct().nodes().silentFor(GRACE, nanoTime.get()))
        .map(n -> n.offer().name())
        .containsExactly("b");
  }

  @Test
  void triesAnotherNodeAfterOneWhereATaskFailed() {
    node("a", 4);
    node("b", 1);
    scheduler.task(submit(null));
    scheduler.tick();
    assertThat(row().view().node()).isEqualTo("b");
    fail(1);
    assertThat(row().view().node()).isEqualTo("a");
    fail(2);
    assertThat(row().view().node()).isEqualTo("b");
  }

  private void fail(int attempt) {
    Failure failure = Failure.of(ErrorCode.WORKER_START_FAILED, "no space left on device");
    board.apply(ID, new TaskEvent.Fail(attempt, failure));
    scheduler.task(row());
    scheduler.tick();
  }

  @Test
  void triesAnotherNodeAfterOneThatDidNothingOfALease() {
    node("a", 1);
    node("b", 1);
    scheduler.task(submit(new ArraySpec(1, null, false)));
    scheduler.tick();
    assertThat(Objects.requireNonNull(row().array()).leases().getFirst().node()).isEqualTo("a");
    Failure failure = Failure.of(ErrorCode.WORKER_START_FAILED, "no space left on device");
    board.apply(ID, new TaskEvent.EndLease(1, failure));
    scheduler.task(row());
    scheduler.tick();
    assertThat(Objects.requireNonNull(row().array()).leases().getFirst().node()).isEqualTo("b");
  }

  @Test
  void leasesWhatAStragglerHasNotDoneASecondTimeOnAnotherNode() {
    node("a", 1);
    scheduler.task(submit(new ArraySpec(8, null, false)));
    scheduler.tick();
    passSeconds(1);
    board.apply(ID, new TaskEvent.Commit(1, 0, 4, 0, List.of()));
    board.apply(ID, new TaskEvent.EndLease(1, null));
    node("b", 1);
    scheduler.task(row());
    scheduler.tick();
    ArrayState array = Objects.requireNonNull(row().array());
    while (!array.open().isEmpty()) {
      long done = array.leases().getFirst().id();
      Lease lease = array.leases().getFirst();
      board.apply(ID, new TaskEvent.Commit(done, lease.from(), lease.to(), 0, List.of()));
      board.apply(ID, new TaskEvent.EndLease(done, null));
      passSeconds(1);
      scheduler.task(row());
      scheduler.tick();
      array = Objects.requireNonNull(row().array());
    }
    Lease slow = array.leases().getLast();
    for (Lease lease : array.leases()) {
      if (lease.id() != slow.id()) {
        board.apply(ID, new TaskEvent.Commit(lease.id(), lease.from(), lease.to(), 0, List.of()));
        board.apply(ID, new TaskEvent.EndLease(lease.id(), null));
      }
    }
    scheduler.task(row());
    scheduler.tick();
    scheduler.retry();
    assertThat(leases(row())).isEqualTo(1);
    passSeconds(20);
    scheduler.retry();
    assertThat(leases(row())).isEqualTo(2);
    Lease twin = Objects.requireNonNull(row().array()).leases().getLast();
    assertThat(twin.doubles()).isEqualTo(slow.id());
    assertThat(twin.node()).isNotEqualTo(slow.node());
    board.apply(ID, new TaskEvent.Commit(twin.id(), twin.from(), twin.to(), 0, List.of()));
    assertThat(row().status()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void givesUpOnWhatIsNotHandedBackInTime() {
    node("a", 1);
    scheduler.task(submit(null));
    scheduler.tick();
    board.apply(ID, new TaskEvent.Start(1));
    board.apply(ID, new TaskEvent.Preempt(1, "other work"));
    Scheduler next = scheduler();
    next.node(report(node("b", 1), 1));
    next.task(row());
    scheduler.task(row());
    passSeconds(29);
    scheduler.retry();
    scheduler.tick();
    assertThat(row().status()).isEqualTo(TaskStatus.RUNNING);
    passSeconds(1);
    scheduler.retry();
    scheduler.tick();
    assertThat(row().handedBack()).isEqualTo(1);
    assertThat(row().state()).isInstanceOf(TaskState.Assigned.class);
    assertThat(row().attempts()).isEqualTo(2);
  }

  @Test
  void goesOnThoughAnotherSchedulerEndedATask() {
    node("a", 1);
    scheduler.task(submit(null));
    board.apply(ID, new TaskEvent.Cancel("enough"));
    scheduler.tick();
    assertThat(scheduler.waiting()).isZero();
    assertThat(scheduler.isUnderWay(ID)).isFalse();
  }
}
