package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.task.Effect.Action;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Work that makes way for other work, is held from the start, or comes too late. */
class PreemptionTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final TaskId ID = TaskId.derived("me", "task");
  private static final TaskId FIRST = TaskId.derived("me", "first");
  private static final ArtifactRef REF = new ArtifactRef("ab".repeat(32), 1);
  private static final String WHY = "a gang needs its cores";

  private Instant now = START;
  private Task task = begin(Scheduling.DEFAULT, null, List.of());

  private static Task begin(
      Scheduling scheduling, @Nullable ArraySpec array, List<TaskId> dependsOn) {
    TaskSpec spec =
        SpecMaker.of(new Work.Java(List.of(REF), "a.Job"))
            .name("t")
            .array(array)
            .retry(new RetryPolicy(2, Duration.ZERO, null, false))
            .queueLimit(Duration.ofMinutes(10))
            .dependsOn(dependsOn)
            .scheduling(scheduling)
            .make();
    return TaskLifecycle.begin(ID, "me", spec, START);
  }

  private boolean apply(TaskEvent event) {
    Transition transition = TaskLifecycle.apply(task, event, now);
    task = transition.task();
    return transition.accepted();
  }

  private void run(int attempt) {
    assertThat(apply(new TaskEvent.Assign(attempt, "n", "m"))).isTrue();
    assertThat(apply(new TaskEvent.Start(attempt))).isTrue();
  }

  private List<Action> signals() {
    return task.owed().stream().map(e -> ((Effect.Signal) e).action()).toList();
  }

  @Test
  void queuesWhatHasNotStartedAtOnce() {
    apply(new TaskEvent.Assign(1, "n", "m"));
    assertThat(apply(new TaskEvent.Preempt(1, WHY))).isTrue();
    assertThat(task.state()).isEqualTo(new TaskState.Queued(START));
    assertThat(signals()).containsExactly(Action.STOP);
    assertThat(task.handedBack()).isEqualTo(1);
  }

  @Test
  void keepsWhatRunsUntilItsNodeHandsItBackWithACheckpoint() {
    run(1);
    assertThat(apply(new TaskEvent.HandBack(1, "of its own accord"))).isFalse();
    assertThat(apply(new TaskEvent.Preempt(1, WHY))).isTrue();
    assertThat(apply(new TaskEvent.Preempt(1, WHY))).isFalse();
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(task.view().reason()).contains(WHY);
    assertThat(signals()).containsExactly(Action.YIELD);
    assertThat(apply(new TaskEvent.Save(1, REF))).isTrue();
    assertThat(apply(new TaskEvent.HandBack(1, WHY))).isTrue();
    assertThat(task.state()).isEqualTo(new TaskState.Queued(START));
    assertThat(task.checkpoint()).isEqualTo(REF);
    assertThat(task.lastFailure()).isNull();
  }

  @Test
  void triesAsOftenAsEverHoweverOftenItMadeWay() {
    for (int attempt = 1; attempt <= 20; attempt++) {
      run(attempt);
      apply(new TaskEvent.Preempt(attempt, WHY));
      apply(
          attempt % 2 == 0
              ? new TaskEvent.HandBack(attempt, WHY)
              : new TaskEvent.Lose(attempt, "it was not handed back in time"));
    }
    run(21);
    apply(new TaskEvent.Lose(21, "node left"));
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    run(22);
    apply(new TaskEvent.Lose(22, "node left"));
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
  }

  @Test
  void takesTheResultOfAnAttemptThatEndsBeforeItHasMadeWay() {
    run(1);
    apply(new TaskEvent.Preempt(1, WHY));
    assertThat(apply(new TaskEvent.Succeed(1, TaskResult.NONE))).isTrue();
    assertThat(apply(new TaskEvent.HandBack(1, WHY))).isFalse();
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void staysPausedWhenItMakesWayAndIsQueuedWhenItIsResumed() {
    run(1);
    apply(new TaskEvent.Preempt(1, WHY));
    apply(new TaskEvent.Pause());
    assertThat(signals()).containsExactly(Action.YIELD);
    apply(new TaskEvent.HandBack(1, WHY));
    assertThat(task.state()).isEqualTo(new TaskState.Paused(null, List.of()));
    assertThat(task.handedBack()).isEqualTo(1);
    apply(new TaskEvent.Resume());
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void makesWayWhenItIsPausedIfItsJobSavesCheckpoints() {
    run(1);
    apply(new TaskEvent.Save(1, REF));
    assertThat(apply(new TaskEvent.Pause())).isTrue();
    assertThat(signals()).containsExactly(Action.YIELD);
    assertThat(task.status()).isEqualTo(TaskStatus.PAUSED);
    assertThat(apply(new TaskEvent.Save(1, REF))).isTrue();
    assertThat(apply(new TaskEvent.HandBack(1, WHY))).isTrue();
    assertThat(task.state()).isEqualTo(new TaskState.Paused(null, List.of()));
    apply(new TaskEvent.Resume());
    assertThat(task.state()).isEqualTo(new TaskState.Queued(START));
    assertThat(task.checkpoint()).isEqualTo(REF);
    assertThat(task.handedBack()).isEqualTo(1);
  }

  @Test
  void isQueuedWhenItComesBackThoughItsOwnerHasResumedIt() {
    run(1);
    apply(new TaskEvent.Save(1, REF));
    apply(new TaskEvent.Pause());
    apply(new TaskEvent.Resume());
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(apply(new TaskEvent.HandBack(1, WHY))).isTrue();
    assertThat(task.state()).isEqualTo(new TaskState.Queued(START));
  }

  @Test
  void isHandedBackThoughItWasPausedAndResumedMeanwhile() {
    run(1);
    apply(new TaskEvent.Preempt(1, WHY));
    apply(new TaskEvent.Pause());
    apply(new TaskEvent.Resume());
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(apply(new TaskEvent.HandBack(1, WHY))).isTrue();
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void freesTheNodeOfWhatStandsStillThere() {
    run(1);
    apply(new TaskEvent.Pause());
    apply(new TaskEvent.Preempt(1, WHY));
    assertThat(task.state()).isEqualTo(new TaskState.Paused(null, List.of()));
    assertThat(signals()).containsExactly(Action.STOP);
  }

  @Test
  void keepsTheItemsThatALeaseCommittedBeforeItWasRecalled() {
    task = begin(Scheduling.DEFAULT, new ArraySpec(100, null, false), List.of());
    apply(new TaskEvent.LeaseRanges(List.of(new Lease(1, 0, 100, "n", "m", now))));
    apply(new TaskEvent.Commit(1, 0, 10, 0, List.of()));
    assertThat(apply(new TaskEvent.Recall(2, WHY))).isFalse();
    assertThat(apply(new TaskEvent.Recall(1, WHY))).isTrue();
    assertThat(task.owed())
        .containsExactly(new Effect.Signal("4.0", "m", new Held(ID, 0, 1L), Action.YIELD));
    apply(new TaskEvent.Commit(1, 10, 20, 0, List.of()));
    apply(new TaskEvent.EndLease(1, null));
    ArrayState array = task.array();
    assertThat(array).isNotNull();
    assertThat(array.open()).containsExactly(new Interval(20, 100));
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
  }

  @Test
  void staysOutOfTheQueueUntilItIsResumed() {
    task = begin(Scheduling.DEFAULT.withHeld(true), null, List.of());
    assertThat(task.status()).isEqualTo(TaskStatus.PAUSED);
    apply(new TaskEvent.Resume());
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    task = begin(Scheduling.DEFAULT.withHeld(true), null, List.of(FIRST));
    apply(new TaskEvent.Resume());
    assertThat(task.state()).isEqualTo(new TaskState.Waiting(List.of(FIRST)));
  }

  @Test
  void expiresAtItsDeadlineUnlessItHasStarted() {
    Scheduling hurry = Scheduling.DEFAULT.withDeadline(START.plusSeconds(60));
    task = begin(hurry, null, List.of());
    now = START.plusSeconds(60);
    assertThat(apply(new TaskEvent.Expire())).isTrue();
    assertThat(task.view().reason()).contains("deadline");
    now = START;
    task = begin(hurry, null, List.of());
    run(1);
    apply(new TaskEvent.Preempt(1, WHY));
    apply(new TaskEvent.HandBack(1, WHY));
    now = START.plusSeconds(61);
    assertThat(apply(new TaskEvent.Expire())).isFalse();
  }
}
