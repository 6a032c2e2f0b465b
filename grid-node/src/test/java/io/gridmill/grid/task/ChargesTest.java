package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.ledger.Meter;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which events have attempts and leases paid for. */
class ChargesTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final TaskId ID = TaskId.derived("me", "task");
  private static final ArtifactRef REF = new ArtifactRef("ab".repeat(32), 1);

  /** A thousandth of a unit a second. */
  private static final Meter METER = new Meter("ann", 3_600_000, null, null);

  private Instant now = START;
  private Task task = begin(null, null, false);

  private static Task begin(
      @Nullable ArraySpec array, @Nullable Replication replication, boolean retries) {
    var spec =
        new TaskSpec(
            "t",
            new Work.Java(List.of(REF), "a.Job"),
            array,
            null,
            null,
            null,
            null,
            0,
            new RetryPolicy(3, Duration.ZERO, null, retries),
            null,
            null,
            null,
            null,
            null,
            Scheduling.DEFAULT.withPreemptible(true),
            null,
            replication);
    return TaskLifecycle.begin(ID, "me", spec, START);
  }

  private void apply(TaskEvent event) {
    Transition transition = TaskLifecycle.apply(task, event, now);
    assertThat(transition.refusal()).as("%s", event).isNull();
    task = transition.task();
  }

  private void passes(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void run(int attempt) {
    apply(new TaskEvent.Assign(attempt, "node-a", "member-a", METER));
    passes(5);
    apply(new TaskEvent.Start(attempt));
    passes(10);
  }

  private List<Entry> charges() {
    return task.owed().stream()
        .filter(Effect.Charge.class::isInstance)
        .map(e -> ((Effect.Charge) e).entry(task))
        .toList();
  }

  private static Failure failure(ErrorCode code) {
    return Failure.of(code, "why");
  }

  private static TaskResult result(String json) {
    return new TaskResult(new RawJson(json), null, Map.of());
  }

  @Test
  void chargesAnAttemptThatSucceededForTheTimeSinceItStarted() {
    run(1);
    apply(new TaskEvent.Succeed(1, TaskResult.NONE));
    assertThat(charges()).hasSize(1);
    Entry entry = charges().getFirst();
    assertThat(entry.cause()).isEqualTo(ID + "-1");
    assertThat(entry.payer()).isEqualTo("me");
    assertThat(entry.earner()).isEqualTo("ann");
    assertThat(entry.node()).isEqualTo("node-a");
    assertThat(entry.held()).isEqualTo(task.spec().resources());
    assertThat(Duration.between(entry.from(), entry.to())).isEqualTo(Duration.ofSeconds(10));
    assertThat(entry.amount()).isEqualTo(10_000);
  }

  @Test
  void chargesTheLeastForAnAttemptThatWasOverBeforeItsStartWasTold() {
    apply(new TaskEvent.Assign(1, "node-a", "member-a", METER));
    passes(60);
    apply(new TaskEvent.Succeed(1, TaskResult.NONE));
    assertThat(charges()).extracting(Entry::amount).containsExactly(100L);
  }

  @Test
  void owesNothingWhereNothingIsAsked() {
    apply(new TaskEvent.Assign(1, "node-a", "member-a"));
    apply(new TaskEvent.Start(1));
    apply(new TaskEvent.Succeed(1, TaskResult.NONE));
    assertThat(task.owed()).isEmpty();
  }

  @Test
  void chargesEveryTryThatFailedByItsJob() {
    task = begin(null, null, true);
    run(1);
    apply(new TaskEvent.Fail(1, failure(ErrorCode.JOB_FAILED)));
    run(2);
    apply(new TaskEvent.Succeed(2, TaskResult.NONE));
    assertThat(charges()).extracting(Entry::attempt).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"WORKER_CRASHED", "WORKER_START_FAILED", "FETCH_FAILED", "NOT_ALLOWED_ON_NODE"})
  void chargesNothingForWhatTheNodeBroke(ErrorCode code) {
    run(1);
    apply(new TaskEvent.Fail(1, failure(code)));
    assertThat(charges()).isEmpty();
  }

  @Test
  void chargesNothingForAnAttemptThatIsLost() {
    run(1);
    apply(new TaskEvent.Save(1, REF));
    apply(new TaskEvent.Lose(1, "its node left"));
    assertThat(charges()).isEmpty();
  }

  @Test
  void chargesWhatIsHandedBackUntilItsLastCheckpoint() {
    run(1);
    apply(new TaskEvent.Preempt(1, "other work"));
    apply(new TaskEvent.Save(1, REF));
    passes(100);
    apply(new TaskEvent.HandBack(1, "other work"));
    assertThat(charges()).extracting(Entry::amount).containsExactly(10_000L);
    run(2);
    apply(new TaskEvent.Preempt(2, "other work"));
    apply(new TaskEvent.HandBack(2, "other work"));
    assertThat(charges()).as("the second has saved nothing").hasSize(1);
  }

  @Test
  void chargesWhatIsHandedBackWhileItsOwnerHoldsIt() {
    run(1);
    apply(new TaskEvent.Save(1, REF));
    apply(new TaskEvent.Pause());
    apply(new TaskEvent.HandBack(1, "held"));
    assertThat(charges()).extracting(Entry::cause).containsExactly(ID + "-1");
  }

  @Test
  void chargesWhatItsOwnerCancelsOnceItHasStarted() {
    apply(new TaskEvent.Assign(1, "node-a", "member-a", METER));
    Task assigned = task;
    apply(new TaskEvent.Cancel("enough"));
    assertThat(charges()).isEmpty();
    task = assigned;
    apply(new TaskEvent.Start(1));
    passes(7);
    apply(new TaskEvent.Cancel("enough"));
    assertThat(charges()).extracting(Entry::amount).containsExactly(7_000L);
  }

  @Test
  void chargesTheTimeThatAnAttemptStandsStillOnItsNode() {
    run(1);
    apply(new TaskEvent.Pause());
    passes(20);
    apply(new TaskEvent.Resume());
    apply(new TaskEvent.Succeed(1, TaskResult.NONE));
    assertThat(charges()).extracting(Entry::amount).containsExactly(30_000L);
  }

  @Test
  void staysSettledOnceCarriedOut() {
    run(1);
    apply(new TaskEvent.Succeed(1, TaskResult.NONE));
    apply(new TaskEvent.Settle(List.of(task.owed().getFirst().id())));
    assertThat(task.owed()).isEmpty();
  }

  private void lease(long id, long from, long to, @Nullable Long doubles) {
    Meter meter = METER.startedAt(now);
    apply(
        new TaskEvent.LeaseRanges(
            List.of(new Lease(id, from, to, "node-" + id, "m" + id, now, doubles, meter))));
  }

  private void commit(long lease, long from, long to) {
    apply(new TaskEvent.Commit(lease, from, to, 0, List.of()));
  }

  private List<Long> leases() {
    return charges().stream().map(Entry::lease).toList();
  }

  @Test
  void chargesALeaseUntilItsLastCommitHoweverItEnds() {
    task = begin(new ArraySpec(100, null, false), null, false);
    lease(1, 0, 50, null);
    passes(3);
    commit(1, 0, 10);
    passes(3);
    commit(1, 10, 20);
    passes(50);
    apply(new TaskEvent.EndLease(1, failure(ErrorCode.NODE_LOST)));
    assertThat(leases()).containsExactly(1L);
    assertThat(charges().getFirst().amount()).isEqualTo(6_000);
    assertThat(charges().getFirst().cause()).isEqualTo(ID + "/1");
    lease(2, 20, 50, null);
    apply(new TaskEvent.EndLease(2, null));
    assertThat(leases()).as("the second has done nothing").containsExactly(1L);
  }

  @Test
  void chargesAllLeasesWithItemsWhenAnArrayIsDone() {
    task = begin(new ArraySpec(100, null, false), null, false);
    lease(1, 0, 50, null);
    lease(2, 50, 100, null);
    lease(3, 50, 100, 2L);
    commit(1, 0, 50);
    commit(2, 50, 60);
    commit(3, 60, 100);
    assertThat(leases()).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(task.status().isTerminal()).isTrue();
  }

  @Test
  void chargesALeaseThatIsStoppedAsOthersHaveDoneItsItems() {
    task = begin(new ArraySpec(100, null, false), null, false);
    lease(1, 0, 50, null);
    lease(2, 25, 50, 1L);
    commit(1, 0, 25);
    commit(2, 25, 50);
    assertThat(leases()).as("the first has nothing left").containsExactly(1L);
  }

  @Test
  void chargesWhatLeasesHaveDoneWhenTheirTaskIsHeldOrCancelled() {
    task = begin(new ArraySpec(100, null, false), null, false);
    lease(1, 0, 50, null);
    lease(2, 50, 100, null);
    commit(1, 0, 10);
    Task spread = task;
    apply(new TaskEvent.Pause());
    assertThat(leases()).containsExactly(1L);
    task = spread;
    apply(new TaskEvent.Cancel("enough"));
    assertThat(leases()).containsExactly(1L);
  }

  private void replica(int attempt) {
    Meter meter = new Meter("owner-" + attempt, 3_600_000, null, null);
    String node = "node-" + attempt;
    apply(new TaskEvent.AssignReplica(attempt, node, "m" + attempt, "owner-" + attempt, meter));
    apply(new TaskEvent.Start(attempt));
  }

  @Test
  void chargesTheRunsThatAreBelieved() {
    task = begin(null, new Replication(3, 2, null, null), false);
    for (int attempt = 1; attempt <= 3; attempt++) {
      replica(attempt);
    }
    passes(1);
    apply(new TaskEvent.Succeed(1, result("\"a lie\"")));
    passes(1);
    apply(new TaskEvent.Succeed(2, result("1")));
    assertThat(charges()).isEmpty();
    passes(1);
    apply(new TaskEvent.Succeed(3, result("1")));
    assertThat(charges()).extracting(Entry::attempt).containsExactly(2, 3);
    assertThat(charges()).extracting(Entry::amount).containsExactly(2_000L, 3_000L);
    assertThat(charges()).extracting(Entry::payer).containsOnly("me");
    assertThat(charges()).extracting(Entry::earner).containsExactly("owner-2", "owner-3");
  }

  @Test
  void chargesNobodyWhereReplicasDisagree() {
    task = begin(null, new Replication(2, 2, null, null), false);
    for (int attempt = 1; !task.status().isTerminal(); attempt++) {
      replica(attempt);
      apply(new TaskEvent.Succeed(attempt, result(String.valueOf(attempt))));
    }
    assertThat(charges()).isEmpty();
  }

  @Test
  void chargesTheOperatorForWhatOnlyChecks() {
    replica(1);
    apply(new TaskEvent.Succeed(1, result("1")));
    replica(2);
    apply(new TaskEvent.Succeed(2, result("1")));
    assertThat(charges()).extracting(Entry::payer).containsExactly("me", Ledger.OPERATOR);
  }

  @Test
  void chargesWhatIsBelievedThoughNobodyCanCheckIt() {
    replica(1);
    apply(new TaskEvent.Succeed(1, result("1")));
    apply(new TaskEvent.Waive());
    assertThat(charges()).extracting(Entry::cause).containsExactly(ID + "-1");
  }
}
