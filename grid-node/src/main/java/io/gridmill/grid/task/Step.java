package io.gridmill.grid.task;

import io.gridmill.grid.ledger.Meter;
import io.gridmill.grid.task.Effect.Action;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.grid.trust.Mark;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One transition in the making: the task's parts as they will be, and the effects to be owed. */
final class Step {
  final Instant now;
  private final Task before;
  private final List<Effect> owed;
  private final List<Effect> fresh = new ArrayList<>();
  private TaskState state;
  private int attempts;
  private int handedBack;
  private @Nullable Instant startedAt;
  private @Nullable Progress progress;
  private @Nullable ArtifactRef checkpoint;
  private @Nullable Failure lastFailure;
  private @Nullable ArrayState array;
  private final Map<String, GivenInput> given;

  Step(Task task, Instant now) {
    this.now = now;
    this.before = task;
    this.owed = new ArrayList<>(task.owed());
    this.state = task.state();
    this.attempts = task.attempts();
    this.handedBack = task.handedBack();
    this.startedAt = task.startedAt();
    this.progress = task.progress();
    this.checkpoint = task.checkpoint();
    this.lastFailure = task.lastFailure();
    this.array = task.array();
    this.given = new HashMap<>(task.given());
  }

  TaskSpec spec() {
    return before.spec();
  }

  /** Takes an input that another task left behind. */
  void give(String file, GivenInput input) {
    given.put(file, input);
  }

  Step to(TaskState next) {
    state = next;
    return this;
  }

  TaskState queuedNow() {
    return new TaskState.Queued(now);
  }

  /**
   * Whether the task is not to start yet, as a try of it has failed. A time further ahead than it
   * has to wait is that of another clock.
   */
  boolean waitsUntil(Instant notBefore) {
    Duration most = before.backoff();
    return before.backsOff() && notBefore.isAfter(now) && !notBefore.isAfter(now.plus(most));
  }

  boolean runsItems() {
    return array != null && !array.complete();
  }

  ArrayState array() {
    return Objects.requireNonNull(array, "only arrays have items");
  }

  void array(ArrayState next) {
    array = next;
  }

  boolean retries(ErrorCode code, int tries) {
    return before.spec().retry().retries(code, tries);
  }

  Step started(Attempt attempt) {
    if (startedAt == null) {
      startedAt = attempt.since();
    }
    return this;
  }

  boolean hasCheckpoint() {
    return checkpoint != null;
  }

  Step handBack() {
    handedBack++;
    return this;
  }

  Step progress(Progress next) {
    progress = next;
    return this;
  }

  /** Keeps what the current attempt has saved. */
  Step checkpoint(Attempt attempt, ArtifactRef next) {
    checkpoint = next;
    return to(Charges.with(state, attempt.keptAt(now)));
  }

  /** Has an attempt, or the lease of this id, paid for. */
  void charge(int attempt, @Nullable Long lease, String node, Meter meter, @Nullable String payer) {
    fresh.add(new Effect.Charge(nextEffect(), attempt, lease, node, meter, payer));
  }

  Step lastFailure(Failure failure) {
    lastFailure = failure;
    return this;
  }

  Step signal(Attempt attempt, Action action) {
    return signal(attempt.memberId(), TaskLifecycle.held(before.id(), attempt), action);
  }

  private Step signal(String memberId, Held held, Action action) {
    owed.removeIf(e -> e instanceof Effect.Signal old && old.held().equals(held));
    fresh.add(new Effect.Signal(nextEffect(), memberId, held, action));
    return this;
  }

  private String nextEffect() {
    return (before.version() + 1) + "." + fresh.size();
  }

  Step stopLeases() {
    array().leases().forEach(this::stop);
    array().leases().forEach(lease -> Charges.ended(this, lease));
    array = array().holding(List.of());
    return this;
  }

  Step recall(Lease lease) {
    return signal(lease.memberId(), new Held(before.id(), attempts, lease.id()), Action.YIELD);
  }

  Transition assign(TaskEvent.Assign assign) {
    if (assign.attempt() != attempts + 1) {
      return refuse("expects attempt " + (attempts + 1));
    }
    attempts = assign.attempt();
    progress = null;
    Attempt attempt =
        new Attempt(attempts, assign.node(), assign.memberId(), now, null, assign.meter());
    return to(new TaskState.Assigned(attempt)).done();
  }

  /** Takes the number of a new attempt; null if it is that one, else why it is refused. */
  @Nullable String number(int attempt) {
    if (attempt != attempts + 1) {
      return "expects attempt " + (attempts + 1);
    }
    attempts = attempt;
    progress = null;
    return null;
  }

  /** How many attempts count. */
  int tries() {
    return attempts - handedBack;
  }

  /** Lets attempts go that count for nothing. */
  Step handBack(int more) {
    handedBack += more;
    return this;
  }

  /** Forgets what an attempt saved. */
  Step withoutCheckpoint() {
    checkpoint = null;
    return this;
  }

  Step judge(List<Mark> marks) {
    fresh.add(new Effect.Judge(nextEffect(), marks));
    return this;
  }

  String id() {
    return before.id().value();
  }

  Transition lease(List<Lease> leases) {
    String refusal = array().refusal(leases);
    if (refusal != null) {
      return refuse(refusal);
    }
    array = array().with(leases);
    if (startedAt == null) {
      startedAt = now;
    }
    return to(new TaskState.Spread()).done();
  }

  Transition commit(TaskEvent.Commit commit) {
    array = Charges.kept(array().with(commit), commit.lease(), now);
    return array().complete() ? finishItems(commit.lease()) : stopLosers(commit).quietly();
  }

  /** Stops leases all of whose items others have done. */
  private Step stopLosers(TaskEvent.Commit commit) {
    for (Lease lease : array().leases()) {
      if (lease.id() != commit.lease()
          && lease.range().overlaps(commit.range())
          && array().undone(lease.range()).isEmpty()) {
        stop(lease);
        Charges.ended(this, lease);
        array = array().without(lease);
      }
    }
    return this;
  }

  private void stop(Lease lease) {
    signal(lease.memberId(), new Held(before.id(), attempts, lease.id()), Action.STOP);
  }

  /** All items are done, the last of them by this lease, which ends of itself. */
  Transition finishItems(long by) {
    for (Lease lease : array().leases()) {
      if (lease.id() != by && array().isShared(lease)) {
        stop(lease); // the others' items are done by themselves, so that they end
      }
      Charges.ended(this, lease);
    }
    array = array().holding(List.of());
    var spec = Objects.requireNonNull(before.spec().array(), "only arrays have items");
    if (!spec.allows(array.failed())) {
      return fail(null, array.itemsFailed()).done();
    }
    CombineTree tree = array.tree();
    if (tree != null && tree.isWide()) {
      array = array.nextLevel(tree);
      return to(new TaskState.Spread()).quietly();
    }
    return spec.reduce()
        ? to(queuedNow()).done()
        : to(new TaskState.Succeeded(now, null, TaskResult.NONE)).done();
  }

  Step succeed(@Nullable Attempt attempt, TaskResult result) {
    return to(new TaskState.Succeeded(now, attempt, result));
  }

  Step fail(@Nullable Attempt attempt, Failure failure) {
    lastFailure = failure;
    return to(new TaskState.Failed(now, attempt, failure));
  }

  /**
   * Queues the task again if it may be tried again; after a wait, unless it is the first time that
   * its worker died: that is more often the machine's fault than the job's.
   */
  Step retry(Attempt attempt, Failure failure, boolean waits) {
    int tries = attempts - handedBack;
    if (!retries(failure.code(), tries)) {
      return fail(attempt, failure);
    }
    lastFailure = failure;
    if (state instanceof TaskState.Paused) {
      return to(new TaskState.Paused(null, List.of()));
    }
    boolean once = tries == 1 && failure.code() == ErrorCode.WORKER_CRASHED;
    Instant notBefore = waits && !once ? now.plus(before.spec().retry().backoffAfter(tries)) : now;
    return to(new TaskState.Queued(notBefore));
  }

  Step cancel(String reason) {
    return to(new TaskState.Cancelled(now, reason));
  }

  Transition expire() {
    Instant latest = before.latestStart();
    if (latest == null || startedAt != null) {
      return refuse("has started, or may wait for as long as it takes");
    }
    return to(new TaskState.Expired(now)).done();
  }

  /** Ends as the one of its gang did that ended first. */
  Transition disband(TaskEvent.Disband disband) {
    if (startedAt != null) {
      return refuse("has started with its gang");
    }
    String which = "task " + disband.by() + " of its gang ";
    return switch (disband.ended()) {
      case EXPIRED -> to(new TaskState.Expired(now)).done();
      case FAILED -> {
        String why = which + "failed before the gang had started";
        yield fail(null, Failure.of(ErrorCode.DEPENDENCY_FAILED, why)).done();
      }
      default -> cancel(which + "was cancelled before the gang had started").done();
    };
  }

  Step settle(List<String> effects) {
    Set<String> settled = new HashSet<>(effects);
    owed.removeIf(e -> settled.contains(e.id()));
    return this;
  }

  Transition refuse(String why) {
    return new Transition(before, why);
  }

  /** The next task, its webhooks told if the status is another. */
  Transition done() {
    TaskStatus status = state.status();
    if (before.version() == 0 || status != before.status()) {
      var webhooks = before.spec().webhooks();
      for (int i = 0; i < webhooks.size(); i++) {
        if (webhooks.get(i).on().contains(status)) {
          fresh.add(new Effect.Notify(nextEffect(), i, status, before.version() + 1));
        }
      }
    }
    return quietly();
  }

  /** The next task, nobody told. */
  Transition quietly() {
    owed.addAll(fresh);
    Task next =
        new Task(
            before.id(),
            before.version() + 1,
            before.owner(),
            before.spec(),
            before.submittedAt(),
            state,
            attempts,
            handedBack,
            startedAt,
            progress,
            checkpoint,
            lastFailure,
            array,
            owed,
            given);
    return new Transition(next, null);
  }
}
