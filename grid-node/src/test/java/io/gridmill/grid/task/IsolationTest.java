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
import io.gridmill.job.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that kill their workers, and items that more than one lease has. */
class IsolationTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final TaskId ID = TaskId.derived("me", "task");
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1);
  private static final Failure CRASH = Failure.of(ErrorCode.WORKER_CRASHED, "signal 9 (SIGKILL)");

  private Instant now = START;
  private Task task = begin(100, 0);

  private static Task begin(long count, double allowFailed) {
    TaskSpec spec =
        SpecMaker.of(new Work.Java(List.of(JAR), "a.Job"))
            .name("t")
            .array(new ArraySpec(count, null, false, allowFailed))
            .retry(new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(8), false))
            .make();
    return TaskLifecycle.begin(ID, "me", spec, START);
  }

  private ArrayState array() {
    return Objects.requireNonNull(task.array());
  }

  private boolean apply(TaskEvent event) {
    Transition transition = TaskLifecycle.apply(task, event, now);
    task = transition.task();
    return transition.accepted();
  }

  private boolean lease(long id, long from, long to, @Nullable Long doubles) {
    Lease lease = new Lease(id, from, to, "n", "m", now, doubles);
    return apply(new TaskEvent.LeaseRanges(List.of(lease)));
  }

  private boolean commit(long lease, long from, long to) {
    return apply(new TaskEvent.Commit(lease, from, to, 0, List.of()));
  }

  /** Leases all that is open and runs it, until the task ends; returns how many workers died. */
  private int run(Set<Long> killers) {
    int deaths = 0;
    while (!task.status().isTerminal()) {
      List<Interval> open = array().open(now, Duration.ofMinutes(1));
      if (open.isEmpty()) {
        now = Objects.requireNonNull(array().nextOpening(), "something is open at some time");
        continue;
      }
      Interval next = open.getFirst();
      long id = array().nextLease();
      assertThat(lease(id, next.from(), next.to(), null)).isTrue();
      long killer =
          killers.stream()
              .filter(k -> next.from() <= k && k < next.to())
              .min(Long::compare)
              .orElse(-1L);
      // A worker that dies takes along what it had done and not told.
      if (killer < 0) {
        commit(id, next.from(), next.to());
        apply(new TaskEvent.EndLease(id, null));
      } else {
        apply(new TaskEvent.EndLease(id, CRASH));
        deaths++;
      }
    }
    return deaths;
  }

  @Test
  void findsTheItemThatKillsItsWorkerAndDoesTheRest() {
    task = begin(1000, 1);
    int deaths = run(Set.of(637L));
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(array().setAside()).containsExactly(new Interval(637, 638));
    assertThat(array().errors()).containsExactly(new ItemError(637, CRASH));
    assertThat(array().failed()).isEqualTo(1);
    assertThat(deaths).isBetween(10, 10 + 3);
  }

  @Test
  void failsForOneItemWhereNoneMayFailButOnlyWhenTheRestIsDone() {
    run(Set.of(5L));
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(Objects.requireNonNull(task.lastFailure()).message())
        .isEqualTo("1 of 100 items failed; item 5: signal 9 (SIGKILL)");
    assertThat(array().doneItems()).isEqualTo(100);
  }

  @Test
  void leasesTheRestOfASuspectedRangeThatWasLostInTheMiddle() {
    lease(1, 0, 100, null);
    apply(new TaskEvent.EndLease(1, CRASH));
    assertThat(array().open(now, Duration.ofMinutes(1))).containsExactly(new Interval(50, 100));
    lease(2, 50, 100, null);
    commit(2, 50, 60);
    apply(new TaskEvent.EndLease(2, Failure.of(ErrorCode.NODE_LOST, "node left")));
    assertThat(array().open(now, Duration.ofMinutes(1))).containsExactly(new Interval(60, 100));
    assertThat(array().isSuspect(new Interval(60, 100))).isTrue();
    run(Set.of());
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(array().suspects()).isEmpty();
  }

  @Test
  void waitsLongerBeforeEachTryOfAnItemThatKilledItsWorker() {
    task = begin(1, -1);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(lease(attempt, 0, 1, null)).isTrue();
      apply(new TaskEvent.EndLease(attempt, CRASH));
      if (attempt < 3) {
        assertThat(array().open(now, Duration.ofMinutes(1))).isEmpty();
        assertThat(array().nextOpening()).isEqualTo(now.plusSeconds(attempt));
        now = now.plusSeconds(attempt);
        assertThat(array().open(now, Duration.ofMinutes(1))).containsExactly(new Interval(0, 1));
      }
    }
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void givesUpSoonWhereEveryItemKillsItsWorker() {
    task = begin(4096, -1);
    Set<Long> all = new TreeSet<>();
    for (long item = 0; item < 4096; item++) {
      all.add(item);
    }
    int deaths = run(all);
    assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(deaths).isLessThan(80);
  }

  @Test
  void allowsANumberOrAShareOfItemsToFail() {
    assertThat(new ArraySpec(1000, null, false, 10).allows(10)).isTrue();
    assertThat(new ArraySpec(1000, null, false, 10).allows(11)).isFalse();
    assertThat(new ArraySpec(1000, null, false, 0.01).allows(10)).isTrue();
    assertThat(new ArraySpec(1000, null, false, 0.01).allows(11)).isFalse();
    assertThat(new ArraySpec(1000, null, false, -1).allows(1000)).isTrue();
    assertThat(new ArraySpec(1000, null, false).allows(1)).isFalse();
  }

  @Test
  void countsAnItemForWhoeverIsFirstAndStopsTheOther() {
    lease(1, 0, 100, null);
    assertThat(lease(2, 50, 100, null)).isFalse();
    assertThat(lease(2, 50, 100, 1L)).isTrue();
    assertThat(lease(3, 60, 100, 1L)).as("doubled twice").isFalse();
    assertThat(commit(1, 0, 50)).isTrue();
    assertThat(commit(2, 50, 80)).isTrue();
    assertThat(commit(1, 50, 60)).isFalse();
    assertThat(commit(1, 75, 90)).as("done in part").isFalse();
    assertThat(commit(1, 80, 90)).isTrue();
    assertThat(commit(2, 90, 100)).isTrue();
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(array().credits())
        .containsExactly(new Credit(50, 80, 2), new Credit(80, 90, 1), new Credit(90, 100, 2));
    assertThat(task.owed())
        .anyMatch(
            e ->
                e instanceof Effect.Signal s
                    && Objects.equals(s.held().lease(), 1L)
                    && s.action() == Effect.Action.STOP);
  }

  @Test
  void staysSmallWithTenMillionItems() {
    task = begin(10_000_000, 0);
    long next = 0;
    long id = 1;
    while (next < 10_000_000) {
      int leases = 0;
      long first = id;
      for (; leases < 1000 && next < 10_000_000; leases++, next += 1000) {
        lease(id++, next, next + 1000, null);
      }
      for (long held = id - 1; held >= first; held -= 2) {
        commit(held, (held - 1) * 1000, held * 1000);
      }
      for (long held = id - 2; held >= first; held -= 2) {
        commit(held, (held - 1) * 1000, held * 1000);
      }
      for (long held = first; held < id; held++) {
        apply(new TaskEvent.EndLease(held, null));
      }
      assertThat(array().done()).hasSize(1);
    }
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(io.gridmill.job.wire.Wire.bytes(task).length).isLessThan(4096);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void endsWhateverItemsKillTheirWorkers(long seed) {
    Random random = new Random(seed);
    int count = 100 + random.nextInt(2000);
    Set<Long> killers = new TreeSet<>();
    for (int i = 0; i < 1 + random.nextInt(10); i++) {
      killers.add(10 + (long) random.nextInt(count - 10));
    }
    task = begin(count, -1);
    run(killers);
    assertThat(task.status()).isEqualTo(TaskStatus.SUCCEEDED);
    Set<Long> aside = new TreeSet<>();
    for (Interval one : array().setAside()) {
      for (long item = one.from(); item < one.to(); item++) {
        aside.add(item);
      }
    }
    assertThat(aside).isEqualTo(killers);
    assertThat(array().failed()).isEqualTo(killers.size());
  }
}
