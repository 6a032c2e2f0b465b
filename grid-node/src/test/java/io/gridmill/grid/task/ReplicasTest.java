package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.task.Effect.Action;
import io.gridmill.grid.trust.Mark;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks that several nodes run, each for itself. */
class ReplicasTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final TaskId ID = TaskId.derived("me", "task");
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);
  private static final ArtifactRef MODEL = new ArtifactRef("cd".repeat(32), 9);
  private static final ArtifactRef OTHER = new ArtifactRef("ef".repeat(32), 9);

  private Instant now = START;
  private Task task = begin(new Replication(3, 2, null, null), 2);

  private static TaskSpec spec(
      @Nullable Replication replication, int attempts, @Nullable ArraySpec array) {
    return SpecMaker.of(new Work.Java(List.of(JAR), "a.Job"))
        .name("t")
        .array(array)
        .retry(new RetryPolicy(attempts, Duration.ofSeconds(1), null, false))
        .scheduling(Scheduling.DEFAULT)
        .replication(replication)
        .make();
  }

  private static Task begin(@Nullable Replication replication, int attempts) {
    return TaskLifecycle.begin(ID, "me", spec(replication, attempts, null), START);
  }

  private @Nullable String apply(TaskEvent event) {
    Transition transition = TaskLifecycle.apply(task, event, now);
    task = transition.task();
    return transition.refusal();
  }

  private void run(String... owners) {
    for (String owner : owners) {
      assertThat(apply(replica(task.attempts() + 1, owner))).isNull();
    }
  }

  private static TaskEvent replica(int attempt, String owner) {
    return new TaskEvent.AssignReplica(attempt, "node-" + owner, "m-" + owner, owner);
  }

  private static TaskResult json(String json) {
    return new TaskResult(new RawJson(json), null, Map.of());
  }

  private void succeed(int attempt, String json) {
    assertThat(apply(new TaskEvent.Succeed(attempt, json(json)))).isNull();
  }

  private List<Integer> stopped() {
    return task.owed().stream()
        .filter(e -> e instanceof Effect.Signal s && s.action() == Action.STOP)
        .map(e -> ((Effect.Signal) e).held().attempt())
        .toList();
  }

  private List<Mark> marks() {
    return task.owed().stream()
        .flatMap(e -> e instanceof Effect.Judge judge ? judge.marks().stream() : null)
        .toList();
  }

  private static Mark mark(String owner, int attempt, boolean agreed) {
    return new Mark("node-" + owner, ID + "-" + attempt, agreed);
  }

  private Failure failure() {
    return ((TaskState.Failed) task.state()).failure();
  }

  @Test
  void isNotRunByOneNodeAlone() {
    assertThat(apply(new TaskEvent.Assign(1, "n", "m"))).contains("several nodes");
    task = begin(new Replication(3, 2, null, 0.5), 2);
    assertThat(apply(new TaskEvent.Assign(1, "n", "m"))).isNull();
  }

  @Test
  void believesWhatEnoughAgreeOnAndStopsTheRest() {
    assertThat(task.status()).isEqualTo(TaskStatus.QUEUED);
    run("ann", "bob", "carl");
    assertThat(Replicas.wants(task)).isZero();
    succeed(3, "{\"b\":1.50,\"a\":[1e2]}");
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(task.view().reason()).contains("1 of its runs have ended, 2 go on");
    succeed(1, "{ \"a\": [100], \"b\": 1.5 }");
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(task.view().node()).isEqualTo("node-carl");
    assertThat(task.view().result()).isEqualTo(new RawJson("{\"b\":1.50,\"a\":[1e2]}"));
    assertThat(stopped()).containsExactly(2);
    assertThat(marks()).containsExactly(mark("carl", 3, true), mark("ann", 1, true));
    assertThat(apply(new TaskEvent.Succeed(2, json("1")))).isNotNull();
  }

  @Test
  void neverRunsTwiceOnNodesOfOneOwner() {
    run("ann");
    assertThat(apply(replica(2, "ann"))).contains("ann");
    succeed(1, "1");
    assertThat(apply(replica(2, "ann"))).contains("ann");
    run("bob");
    assertThat(apply(new TaskEvent.Lose(2, "node left"))).isNull();
    run("bob");
  }

  @Test
  void runsAgainWhereRunsDisagreeAndMarksTheLoser() {
    run("ann", "bob", "carl");
    succeed(1, "1");
    succeed(2, "2");
    succeed(3, "3");
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    assertThat(Replicas.wants(task)).isEqualTo(1);
    run("dora");
    assertThat(apply(replica(5, "emil"))).contains("no other run");
    succeed(4, "2");
    assertThat(task.view().result()).isEqualTo(new RawJson("2"));
    assertThat(marks())
        .containsExactlyInAnyOrder(
            mark("ann", 1, false),
            mark("bob", 2, true),
            mark("carl", 3, false),
            mark("dora", 4, true));
  }

  @Test
  void failsWhenNoneAgreeAndSaysInWhatTheyDifferButNotHow() {
    task = begin(new Replication(2, 2, null, null), 2);
    for (int i = 1; i <= 4; i++) {
      run("owner" + i);
      var result =
          new TaskResult(
              new RawJson("\"secret" + i / 4 + "\""),
              null,
              Map.of("model", i % 2 == 0 ? MODEL : OTHER, "log" + i, JAR));
      assertThat(apply(new TaskEvent.Succeed(i, result))).isNull();
    }
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(failure().code()).isEqualTo(ErrorCode.REPLICAS_DISAGREE);
    assertThat(failure().message())
        .contains("4 runs gave 4 different results, and 2 must agree")
        .contains("the result, output log1, output log2, output log3, output log4, output model")
        .doesNotContain("secret");
    assertThat(marks()).isEmpty();
  }

  @Test
  void takesAnErrorOfTheJobForAResult() {
    Failure thrown = Failure.of(ErrorCode.JOB_FAILED, "it threw");
    run("ann", "bob", "carl");
    apply(new TaskEvent.Fail(1, thrown));
    succeed(2, "1");
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    apply(new TaskEvent.Fail(3, Failure.of(ErrorCode.JOB_FAILED, "it threw something else")));
    assertThat(failure()).isEqualTo(thrown);
    assertThat(marks()).contains(mark("bob", 2, false));
  }

  @Test
  void takesNoCrashForAResultButForATry() {
    Failure crash = Failure.of(ErrorCode.WORKER_CRASHED, "signal 9");
    task = begin(new Replication(2, 2, null, null), 2);
    run("ann", "bob");
    apply(new TaskEvent.Fail(1, crash));
    assertThat(apply(replica(3, "ann"))).contains("not to run again before");
    now = now.plusSeconds(60);
    run("ann");
    apply(new TaskEvent.Lose(3, "node left"));
    run("ann");
    apply(new TaskEvent.Fail(4, crash));
    assertThat(Replicas.wants(task)).isZero();
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    succeed(2, "1");
    assertThat(failure().code()).isEqualTo(ErrorCode.REPLICAS_DISAGREE);
  }

  @Test
  void keepsNoCheckpointAsItsRunsAreCompared() {
    run("ann");
    assertThat(apply(new TaskEvent.Save(1, MODEL))).isNotNull();
    assertThat(task.checkpoint()).isNull();
  }

  @Test
  void keepsVotesWhileItIsPaused() {
    run("ann", "bob", "carl");
    succeed(1, "1");
    assertThat(apply(new TaskEvent.Pause())).isNull();
    assertThat(task.status()).isEqualTo(TaskStatus.PAUSED);
    assertThat(stopped()).containsExactly(2, 3);
    assertThat(apply(new TaskEvent.Succeed(2, json("1")))).isNotNull();
    assertThat(Replicas.wants(task)).isZero();
    apply(new TaskEvent.Resume());
    assertThat(Replicas.wants(task)).isEqualTo(2);
    run("bob");
    succeed(4, "1");
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(task.handedBack()).isEqualTo(2);
  }

  @Test
  void countsWhatIsHandedBackOrMakesWayForNothing() {
    run("ann", "bob", "carl");
    apply(new TaskEvent.HandBack(1, "busy"));
    apply(new TaskEvent.Preempt(2, "a gang needs its cores"));
    assertThat(stopped()).containsExactly(2);
    assertThat(task.handedBack()).isEqualTo(2);
    assertThat(Replicas.wants(task)).isEqualTo(2);
  }

  @Test
  void checksATaskThatDidNotAskForIt() {
    task = begin(null, 1);
    run("ann");
    assertThat(Replicas.wants(task)).isZero();
    succeed(1, "1");
    assertThat(Replicas.wants(task)).isEqualTo(1);
    run("bob");
    succeed(2, "1");
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(marks()).hasSize(2);
  }

  @Test
  void believesWhatNobodyElseCanCheck() {
    task = begin(null, 1);
    run("ann");
    assertThat(apply(new TaskEvent.Waive())).isNotNull();
    succeed(1, "1");
    assertThat(apply(new TaskEvent.Waive())).isNull();
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(marks()).isEmpty();
  }

  @Test
  void failsWhereWhatWasCheckedDiffersAndNobodyElseIsThere() {
    task = begin(null, 2);
    run("ann");
    succeed(1, "1");
    run("bob");
    succeed(2, "2");
    assertThat(Replicas.wants(task)).isEqualTo(1);
    apply(new TaskEvent.Waive());
    assertThat(failure().code()).isEqualTo(ErrorCode.REPLICAS_DISAGREE);
  }

  @Test
  void asksTheComparatorWhereDigestsDifferWhichCountsForNoTry() {
    task = begin(new Replication(3, 2, "a.Close", null), 1);
    run("ann", "bob", "carl");
    succeed(1, "9");
    assertThat(Replicas.isToCompare(task)).isFalse();
    succeed(2, "1.0");
    assertThat(Replicas.isToCompare(task)).isTrue();
    assertThat(apply(replica(4, "dora"))).isNull();
    assertThat(Replicas.comparedBy(task, 4)).containsExactly(json("9"), json("1.0"));
    assertThat(Replicas.comparedBy(task, 3)).isNull();
    succeed(3, "1.1");
    succeed(4, "[0,1]");
    assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
    run("emil");
    assertThat(Replicas.comparedBy(task, 5)).containsExactly(json("9"), json("1.0"), json("1.1"));
    succeed(5, "[0,1,1]");
    assertThat(task.view().result()).isEqualTo(new RawJson("1.0"));
    assertThat(task.handedBack()).isEqualTo(2);
    assertThat(marks())
        .containsExactly(mark("ann", 1, false), mark("bob", 2, true), mark("carl", 3, true));
  }

  @Test
  void failsWhereTheComparatorFailsOrSaysWhatCannotBe() {
    for (TaskEvent end :
        List.of(
            new TaskEvent.Succeed(3, json("[0,7]")),
            new TaskEvent.Succeed(3, json("[0,null,\"x\"]")),
            new TaskEvent.Succeed(3, TaskResult.NONE),
            new TaskEvent.Fail(3, Failure.of(ErrorCode.BAD_JOB_CLASS, "is none")))) {
      task = begin(new Replication(2, 2, "a.Close", null), 1);
      run("ann", "bob");
      succeed(1, "1");
      succeed(2, "2");
      run("carl");
      assertThat(apply(end)).isNull();
      assertThat(failure().message()).startsWith("replication.comparator: ");
    }
  }

  @Test
  void refusesReplicasOfArraysAndSaysWhy() {
    Replication two = new Replication(2, 2, null, null);
    assertThatThrownBy(() -> spec(two, 1, new ArraySpec(10, null, false)))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("replication.replicas: 2")
        .hasMessageContaining("items are committed as they come");
  }
}
