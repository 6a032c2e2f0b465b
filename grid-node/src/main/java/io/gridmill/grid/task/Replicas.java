package io.gridmill.grid.task;

import io.gridmill.grid.task.Effect.Action;
import io.gridmill.grid.task.TaskState.Replicated;
import io.gridmill.grid.task.TaskState.Run;
import io.gridmill.grid.trust.Mark;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Replication;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The life of a task that several nodes run, each for itself, until enough of their results agree.
 *
 * <p>Each run is an attempt with a number of its own, and votes once. Its runs share no checkpoint,
 * as a result that goes on from another's state is no second one.
 */
public final class Replicas {
  /** A task that is only checked begins with one run, and is believed by two. */
  private static final int CHECKED_BY = 2;

  private Replicas() {}

  /** Whether a task is never run by one node alone. */
  static boolean isAlways(TaskSpec spec) {
    Replication wanted = spec.replication();
    return wanted != null && !(Objects.requireNonNull(wanted.rate()) < 1);
  }

  /** How many more runs of a task are to begin. */
  public static int wants(Task task) {
    if (!(task.state() instanceof Replicated state)) {
      return 0;
    }
    return Comparison.isDue(task.spec(), state)
        ? 1
        : Math.min(missing(state), limit(task.spec()) - task.attempts() + task.handedBack());
  }

  /** Whether the next run of a task is that of its comparator. */
  public static boolean isToCompare(Task task) {
    return task.state() instanceof Replicated state && Comparison.isDue(task.spec(), state);
  }

  /** The results that an attempt at a task is to compare; null if it is to run the task. */
  public static @Nullable List<TaskResult> comparedBy(Task task, int attempt) {
    return task.state() instanceof Replicated state
            && state.open().stream().anyMatch(r -> r.compares() && r.attempt().number() == attempt)
        ? Comparison.results(state)
        : null;
  }

  /** The owners that may have no other run of a task. */
  public static Set<String> owners(Replicated state) {
    return Stream.concat(
            state.open().stream().filter(r -> !r.compares()).map(Run::owner),
            state.votes().stream().map(Vote::owner))
        .collect(Collectors.toSet());
  }

  private static int missing(Replicated state) {
    if (state.held() || state.open().stream().anyMatch(Run::compares)) {
      return 0;
    }
    int voted = state.votes().size();
    int target =
        voted < state.replicas()
            ? state.replicas() - voted
            : state.quorum() - Ballot.of(state).most();
    return Math.max(0, target - state.open().size());
  }

  /** How many runs count at most, before it is given up. */
  private static int limit(TaskSpec spec) {
    Replication wanted = spec.replication();
    int replicas = wanted == null ? CHECKED_BY : wanted.replicas();
    return replicas * spec.retry().maxAttempts();
  }

  static Transition begin(Step step, TaskEvent.AssignReplica assign) {
    Replication wanted = step.spec().replication();
    Replicated state =
        new Replicated(
            wanted == null ? 1 : wanted.replicas(),
            wanted == null ? CHECKED_BY : wanted.quorum(),
            List.of(),
            List.of(),
            null,
            false,
            0);
    return step.runsItems() ? step.refuse("has items to lease") : assign(step, state, assign);
  }

  static Transition apply(Step step, Replicated state, TaskEvent event) {
    return switch (event) {
      case TaskEvent.AssignReplica assign -> assign(step, state, assign);
      case TaskEvent.Start start ->
          of(step, state, start.attempt(), run -> started(step, state, run));
      case TaskEvent.Report report ->
          of(step, state, report.attempt(), run -> step.progress(report.progress()).quietly());
      case TaskEvent.Succeed end ->
          of(
              step,
              state,
              end.attempt(),
              run ->
                  run.compares()
                      ? compared(step, state, run, end.result())
                      : vote(step, state, run, Vote.of(run.endedAt(step.now), end.result())));
      case TaskEvent.Fail end ->
          of(step, state, end.attempt(), run -> failed(step, state, run, end.failure()));
      case TaskEvent.Lose end -> {
        Failure lost = Failure.of(ErrorCode.NODE_LOST, end.why());
        yield of(step, state, end.attempt(), run -> again(step, state, run, lost, null));
      }
      case TaskEvent.HandBack back ->
          of(step, state, back.attempt(), run -> handBack(step, state, run));
      case TaskEvent.Preempt preempt ->
          of(
              step,
              state,
              preempt.attempt(),
              run -> handBack(step.signal(run.attempt(), Action.STOP), state, run));
      case TaskEvent.Pause pause when !state.held() -> hold(step, state);
      case TaskEvent.Resume resume when state.held() -> resume(step, state);
      case TaskEvent.Waive waive when isWaived(step.spec(), state) -> waive(step, state);
      case TaskEvent.Cancel cancel -> stop(step, state).cancel(cancel.reason()).done();
      default -> step.refuse(state.held() ? "is paused" : standing(state));
    };
  }

  /** What becomes of a run that is open. */
  private interface OfRun {
    Transition next(Run run);
  }

  private static Transition of(Step step, Replicated state, int attempt, OfRun then) {
    for (Run run : state.open()) {
      if (run.attempt().number() == attempt) {
        return then.next(run);
      }
    }
    return step.refuse("has no run of attempt " + attempt);
  }

  private static Transition assign(Step step, Replicated state, TaskEvent.AssignReplica assign) {
    boolean compares = Comparison.isDue(step.spec(), state);
    if (!compares && (missing(state) == 0 || step.tries() >= limit(step.spec()))) {
      return step.refuse("needs no other run");
    }
    if (!compares && owners(state).contains(assign.owner())) {
      return step.refuse("is run by " + assign.owner() + " already");
    }
    Instant from = state.notBefore();
    Duration most = step.spec().retry().maxBackoff();
    if (from != null && from.isAfter(step.now) && !from.isAfter(step.now.plus(most))) {
      return step.refuse("is not to run again before " + state.notBefore());
    }
    String refusal = step.number(assign.attempt());
    if (refusal != null) {
      return step.refuse(refusal);
    }
    Attempt attempt = Attempt.of(assign, step.now);
    List<Run> open = new ArrayList<>(state.open());
    open.add(new Run(attempt, assign.owner(), compares));
    return step.withoutCheckpoint().to(with(state, open, state.votes(), null)).done();
  }

  private static Transition started(Step step, Replicated state, Run run) {
    Run begun = run.startedAt(step.now);
    List<Run> open = state.open().stream().map(r -> r.equals(run) ? begun : r).toList();
    return step.started(run.attempt())
        .to(with(state, open, state.votes(), state.notBefore()))
        .quietly();
  }

  private static Transition failed(Step step, Replicated state, Run run, Failure failure) {
    RetryPolicy retry = step.spec().retry();
    if (run.compares() && !retry.retries(failure.code())) {
      return stop(step, with(state, without(state, run), state.votes(), null))
          .fail(run.attempt(), Comparison.failed(failure))
          .done();
    }
    if (!retry.retries(failure.code())) {
      return vote(step, state, run, Vote.of(run.endedAt(step.now), failure));
    }
    Instant notBefore = step.now.plus(retry.backoffAfter(1 + step.tries() - state.votes().size()));
    return again(step, state, run, failure, notBefore);
  }

  private static Transition again(
      Step step, Replicated state, Run run, Failure failure, @Nullable Instant notBefore) {
    Replicated next = with(state, without(state, run), state.votes(), notBefore);
    if (next.open().isEmpty() && step.tries() >= limit(step.spec())) {
      return step.fail(run.attempt(), failure).done();
    }
    return step.lastFailure(failure).to(next).quietly();
  }

  private static Transition vote(Step step, Replicated state, Run run, Vote vote) {
    step.started(run.attempt());
    List<Vote> votes = new ArrayList<>(state.votes());
    votes.add(vote);
    return decide(step, with(state, without(state, run), votes, null));
  }

  /** A comparison has ended; it counts for no try. */
  private static Transition compared(Step step, Replicated state, Run run, TaskResult result) {
    Replicated next = with(state, without(state, run), state.votes(), null);
    Replicated joined = Comparison.joined(next, result);
    if (joined == null) {
      Failure failure = Failure.of(ErrorCode.JOB_FAILED, "it did not say which results agree");
      return stop(step, next).fail(run.attempt(), Comparison.failed(failure)).done();
    }
    return decide(Charges.ended(step.handBack(), run.endedAt(step.now).attempt()), joined);
  }

  private static Transition decide(Step step, Replicated next) {
    Ballot ballot = Ballot.of(next);
    Vote believed = ballot.believed();
    if (believed != null) {
      return end(step, next, believed);
    }
    if (next.open().isEmpty()
        && step.tries() >= limit(step.spec())
        && !Comparison.isDue(step.spec(), next)) {
      return step.fail(null, ballot.disagreement()).done();
    }
    return step.to(next).quietly();
  }

  private static Transition end(Step step, Replicated state, Vote believed) {
    stop(step, state);
    if (state.quorum() > 1) {
      step.judge(
          state.votes().stream()
              .map(
                  v ->
                      new Mark(
                          v.attempt().node(),
                          step.id() + "-" + v.attempt().number(),
                          v.digest().equals(believed.digest())))
              .toList());
    }
    Charges.believed(step, state, believed);
    if (believed.result() != null) {
      return step.succeed(believed.attempt(), believed.result()).done();
    }
    Failure failure = Objects.requireNonNull(believed.failure(), "a vote has one of both");
    return step.fail(believed.attempt(), failure).done();
  }

  /** Whether a task waits for nothing but another owner's node to check it. */
  private static boolean isWaived(TaskSpec spec, Replicated state) {
    return spec.replication() == null
        && !state.held()
        && state.open().isEmpty()
        && !state.votes().isEmpty();
  }

  private static Transition waive(Step step, Replicated state) {
    return state.votes().size() == 1
        ? end(
            step,
            new Replicated(1, 1, List.of(), state.votes(), null, false, 0),
            state.votes().getFirst())
        : step.fail(null, Ballot.of(state).disagreement()).done();
  }

  /** Whether a task that several nodes run did not ask for it, and has been run at least once. */
  public static boolean isChecked(Task task) {
    return task.state() instanceof Replicated state && isWaived(task.spec(), state);
  }

  private static Transition handBack(Step step, Replicated state, Run run) {
    return step.handBack()
        .to(with(state, without(state, run), state.votes(), state.notBefore()))
        .quietly();
  }

  private static Transition hold(Step step, Replicated state) {
    return stop(step, state)
        .handBack(state.open().size())
        .to(
            new Replicated(
                state.replicas(),
                state.quorum(),
                List.of(),
                state.votes(),
                null,
                true,
                state.compared()))
        .done();
  }

  private static Transition resume(Step step, Replicated state) {
    return step.to(
            new Replicated(
                state.replicas(),
                state.quorum(),
                List.of(),
                state.votes(),
                null,
                false,
                state.compared()))
        .done();
  }

  private static Step stop(Step step, Replicated state) {
    state.open().forEach(run -> step.signal(run.attempt(), Action.STOP));
    return step;
  }

  private static List<Run> without(Replicated state, Run gone) {
    Set<Run> rest = new HashSet<>(state.open());
    rest.remove(gone);
    return state.open().stream().filter(rest::contains).toList();
  }

  private static Replicated with(
      Replicated state, List<Run> open, List<Vote> votes, @Nullable Instant notBefore) {
    return new Replicated(
        state.replicas(), state.quorum(), open, votes, notBefore, state.held(), state.compared());
  }

  /** How it stands, in words. */
  static String standing(Replicated state) {
    return "%d of its runs have ended, %d go on; %d must agree, %d do"
        .formatted(
            state.votes().size(), state.open().size(), state.quorum(), Ballot.of(state).most());
  }

  /** How long a task's run may have to wait at most; what seems to be longer is another clock's. */
  public static Duration longest(Task task) {
    return task.spec().retry().maxBackoff();
  }
}
