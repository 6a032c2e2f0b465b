package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskLifecycleTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final TaskId ID = TaskId.derived("me", "task");
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);
  private static final Failure CRASH = Failure.of(ErrorCode.WORKER_CRASHED, "signal 9 (SIGKILL)");

  private Instant now = START;
  private Task task = TaskLifecycle.begin(ID, "me", spec(null, List.of()), START);

  private static TaskSpec spec(@Nullable ArraySpec array, List<Webhook> webhooks) {
    return SpecMaker.of(new Work.Java(List.of(JAR), "a.Job"))
        .name("t")
        .array(array)
        .retry(new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(3), false))
        .webhooks(webhooks)
        .make();
  }

  private Transition apply(TaskEvent event) {
    Transition transition = TaskLifecycle.apply(task, event, now);
    task = transition.task();
    return transition;
  }

  private void assign(int attempt) {
    assertThat(apply(new TaskEvent.Assign(attempt, "n", "m")).refusal()).isNull();
  }

  @Test
  void waitsLongerBeforeEachAttemptAndFailsAfterTheLast() {
    assign(1);
    Failure failure = Failure.of(ErrorCode.FETCH_FAILED, "no such chunk");
    apply(new TaskEvent.Fail(1, failure));
    assertThat(task.state()).isEqualTo(new TaskState.Queued(START.plusSeconds(1)));
    assertThat(apply(new TaskEvent.Assign(2, "n", "m")).refusal()).contains("not to start before");
    now = START.plusSeconds(1);
    assign(2);
    apply(new TaskEvent.Fail(2, CRASH));
    assertThat(task.state())
        .as("a worker's death that is not the first")
        .isEqualTo(new TaskState.Queued(START.plusSeconds(3)));
    now = START.plusSeconds(10);
    assign(3);
    apply(new TaskEvent.Fail(3, CRASH));
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(task.attempts()).isEqualTo(3);
  }

  @Test
  void runsAtOnceAgainWhenItsWorkerDiedForTheFirstTime() {
    assign(1);
    apply(new TaskEvent.Fail(1, CRASH));
    assertThat(task.state()).isEqualTo(new TaskState.Queued(START));
    assign(2);
  }

  @Test
  void refusesACompletionFromAStaleAttempt() {
    assign(1);
    apply(new TaskEvent.Lose(1, "node left"));
    assign(2);
    assertThat(apply(new TaskEvent.Succeed(1, TaskResult.NONE)).accepted()).isFalse();
    assertThat(apply(new TaskEvent.Succeed(2, TaskResult.NONE)).accepted()).isTrue();
    assertThat(apply(new TaskEvent.Succeed(2, TaskResult.NONE)).accepted()).isFalse();
  }

  @Test
  void doesNotCountAnAttemptThatWasHandedBack() {
    for (int attempt = 1; attempt <= 10; attempt++) {
      assign(attempt);
      apply(new TaskEvent.HandBack(attempt, "busy"));
    }
    assign(11);
    apply(new TaskEvent.Fail(11, CRASH));
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void owesANoticeForEachStatusThatAWebhookAsksFor() {
    Webhook ends = new Webhook(URI.create("http://a/ends"), null);
    Webhook runs = new Webhook(URI.create("http://a/runs"), Set.of(TaskStatus.RUNNING));
    task = TaskLifecycle.begin(ID, "me", spec(null, List.of(ends, runs)), START);
    assertThat(task.owed()).isEmpty();
    assign(1);
    apply(new TaskEvent.Start(1));
    assertThat(task.owed()).containsExactly(new Effect.Notify("3.0", 1, TaskStatus.RUNNING, 3));
    apply(new TaskEvent.Settle(List.of("3.0")));
    assertThat(task.owed()).isEmpty();
    apply(new TaskEvent.Succeed(1, TaskResult.NONE));
    assertThat(task.owed()).containsExactly(new Effect.Notify("5.0", 0, TaskStatus.SUCCEEDED, 5));
  }

  @Test
  void owesItsNodeAStopWhenItIsCancelled() {
    assign(1);
    apply(new TaskEvent.Start(1));
    apply(new TaskEvent.Cancel("enough"));
    assertThat(task.owed())
        .containsExactly(
            new Effect.Signal("4.0", "m", new Effect.Held(ID, 1, null), Effect.Action.STOP));
  }

  @Test
  void keepsOnlyTheLastSignalForAnAttempt() {
    assign(1);
    apply(new TaskEvent.Start(1));
    apply(new TaskEvent.Pause());
    apply(new TaskEvent.Resume());
    assertThat(task.owed()).hasSize(1);
    assertThat(((Effect.Signal) task.owed().getFirst()).action()).isEqualTo(Effect.Action.RESUME);
  }

  @Test
  void isReleasedOnceByATaskThatItNamesTwice() {
    TaskId first = TaskId.derived("me", "first");
    task =
        new Task(
            ID,
            1,
            "me",
            spec(null, List.of()),
            START,
            new TaskState.Waiting(List.of(first, first)),
            0,
            0,
            null,
            null,
            null,
            null,
            null,
            List.of());
    apply(new TaskEvent.Release(first));
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void failsAnArrayWhoseLeasesFailAsAWholeAtTheSameItem() {
    task = TaskLifecycle.begin(ID, "me", spec(new ArraySpec(100, null, false), List.of()), START);
    Failure start = Failure.of(ErrorCode.WORKER_START_FAILED, "no space left on device");
    for (int lease = 1; lease <= 3; lease++) {
      assertThat(task.status().isTerminal()).isFalse();
      assertThat(lease(lease, 0, 10).refusal()).isNull();
      apply(new TaskEvent.EndLease(lease, start));
    }
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void leasesAgainWhatANodeTookWithItAsOftenAsNeeded() {
    task = TaskLifecycle.begin(ID, "me", spec(new ArraySpec(10, null, false), List.of()), START);
    Failure left = Failure.of(ErrorCode.NODE_LOST, "node left");
    for (int lease = 1; lease <= 20; lease++) {
      assertThat(lease(lease, 0, 10).refusal()).isNull();
      apply(new TaskEvent.EndLease(lease, left));
    }
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void reducesAnArrayOnceAllItsItemsAreDone() {
    task = TaskLifecycle.begin(ID, "me", spec(new ArraySpec(10, null, true), List.of()), START);
    lease(1, 0, 10);
    apply(new TaskEvent.Commit(1, 0, 10, 0, List.of()));
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    assign(1);
    apply(new TaskEvent.Succeed(1, TaskResult.NONE));
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void failsAnArrayWithFailedItemsOnlyWhenAllAreDone() {
    task = TaskLifecycle.begin(ID, "me", spec(new ArraySpec(10, null, false), List.of()), START);
    lease(1, 0, 10);
    Failure thrown = Failure.of(ErrorCode.JOB_FAILED, "no such row");
    apply(new TaskEvent.Commit(1, 0, 5, 1, List.of(new ItemError(3, thrown))));
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    apply(new TaskEvent.Commit(1, 5, 10, 0, List.of()));
    assertThat(task.state())
        .isInstanceOfSatisfying(
            TaskState.Failed.class,
            f ->
                assertThat(f.failure().message())
                    .isEqualTo("1 of 10 items failed; item 3: no such row"));
  }

  private Transition lease(long id, long from, long to) {
    return apply(new TaskEvent.LeaseRanges(List.of(new Lease(id, from, to, "n", "m", now))));
  }

  /** Random leases, commits and losses against a plain array of counters. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsEveryItemOnceWhateverHappensToItsLeases(long seed) {
    Random random = new Random(seed);
    int count = 1 + random.nextInt(500);
    task = TaskLifecycle.begin(ID, "me", spec(new ArraySpec(count, null, false), List.of()), START);
    int[] counted = new int[count];
    long stale = 0;
    for (int step = 0; step < 100_000 && !task.status().isTerminal(); step++) {
      ArrayState array = Objects.requireNonNull(task.array());
      int choice = random.nextInt(10);
      if (choice < 4 && !array.open().isEmpty()) {
        Interval open = array.open().get(random.nextInt(array.open().size()));
        long from = open.from() + random.nextLong(open.to() - open.from());
        long to = from + 1 + random.nextLong(open.to() - from);
        assertThat(lease(array.nextLease(), from, to).accepted()).isTrue();
      } else if (choice < 8) {
        long lease = 1 + random.nextLong(array.nextLease());
        long from = random.nextLong(count);
        long to = from + 1 + random.nextLong(count - from);
        if (choice < 7 && !array.leases().isEmpty()) {
          Lease held = array.leases().get(random.nextInt(array.leases().size()));
          lease = held.id();
          from = held.from() + random.nextLong(held.to() - held.from());
          to = from + 1 + random.nextLong(held.to() - from);
        }
        if (apply(new TaskEvent.Commit(lease, from, to, 0, List.of())).accepted()) {
          for (long i = from; i < to; i++) {
            counted[(int) i]++;
          }
        } else {
          stale++;
        }
      } else if (!array.leases().isEmpty()) {
        long lease = array.leases().get(random.nextInt(array.leases().size())).id();
        Failure left = Failure.of(ErrorCode.NODE_LOST, "node left");
        apply(new TaskEvent.EndLease(lease, random.nextBoolean() ? left : null));
      }
    }
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(counted).containsOnly(1);
    assertThat(stale).isPositive();
  }
}
