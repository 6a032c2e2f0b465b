package io.gridmill.grid.task;

import io.gridmill.grid.task.Effect.Action;
import io.gridmill.grid.task.Effect.Held;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of a task as a pure function: a task and an event make the next task, with the effects
 * that the change owes.
 *
 * <p>Events of an attempt or lease that is not the current one are refused. That fence is what
 * makes results exactly-once although runs are at-least-once.
 */
public final class TaskLifecycle {
  /** Why a job that saves checkpoints ends where it is paused. */
  private static final String HELD = "its owner holds it";

  private TaskLifecycle() {}

  /** A task as it is first kept. */
  public static Task begin(TaskId id, String owner, TaskSpec spec, Instant now) {
    TaskState state;
    if (spec.scheduling().held()) {
      state = new TaskState.Paused(null, spec.dependsOn());
    } else if (spec.dependsOn().isEmpty()) {
      state = new TaskState.Queued(now);
    } else {
      state = new TaskState.Waiting(spec.dependsOn());
    }
    ArrayState array = spec.array() == null ? null : ArrayState.fresh(spec.array());
    Task task =
        new Task(id, 0, owner, spec, now, state, 0, 0, null, null, null, null, array, List.of());
    return new Step(task, now).to(state).done().task();
  }

  /** What the event makes of the task. */
  public static Transition apply(Task task, TaskEvent event, Instant now) {
    Step step = new Step(task, now);
    if (event instanceof TaskEvent.Settle settle) {
      return step.settle(settle.effects()).quietly();
    }
    return switch (task.state()) {
      case TaskState.Waiting state -> waiting(step, state, event);
      case TaskState.Queued state -> queued(step, state, event);
      case TaskState.Assigned state -> assigned(step, state.attempt(), event);
      case TaskState.Running state -> running(step, state.attempt(), event);
      case TaskState.Spread state -> Leases.spread(step, event);
      case TaskState.Replicated state -> Replicas.apply(step, state, event);
      case TaskState.Paused state -> paused(step, state, event);
      case TaskState.Succeeded state -> step.refuse("has succeeded");
      case TaskState.Failed state -> step.refuse("has failed");
      case TaskState.Cancelled state -> step.refuse("was cancelled");
      case TaskState.Expired state -> step.refuse("has expired");
    };
  }

  private static Transition waiting(Step step, TaskState.Waiting state, TaskEvent event) {
    return switch (event) {
      case TaskEvent.Release release -> Waits.waiting(step, state.on()).release(release);
      case TaskEvent.Block block -> Waits.waiting(step, state.on()).block(block);
      case TaskEvent.Pause pause -> step.to(new TaskState.Paused(null, state.on())).done();
      case TaskEvent.Cancel cancel -> step.cancel(cancel.reason()).done();
      case TaskEvent.Expire expire -> step.expire();
      case TaskEvent.Disband disband -> step.disband(disband);
      default -> step.refuse("is waiting for other tasks");
    };
  }

  private static Transition queued(Step step, TaskState.Queued state, TaskEvent event) {
    return switch (event) {
      case TaskEvent.Assign assign when step.runsItems() -> step.refuse("has items to lease");
      case TaskEvent.Assign assign when step.waitsUntil(state.notBefore()) ->
          step.refuse("is not to start before " + state.notBefore());
      case TaskEvent.Assign assign when Replicas.isAlways(step.spec()) ->
          step.refuse("is run by several nodes");
      case TaskEvent.Assign assign -> step.assign(assign);
      case TaskEvent.AssignReplica assign when !step.waitsUntil(state.notBefore()) ->
          Replicas.begin(step, assign);
      case TaskEvent.LeaseRanges more when step.runsItems() -> step.lease(more.leases());
      case TaskEvent.Pause pause -> step.to(new TaskState.Paused(null, List.of())).done();
      case TaskEvent.Cancel cancel -> step.cancel(cancel.reason()).done();
      case TaskEvent.Expire expire -> step.expire();
      case TaskEvent.Disband disband -> step.disband(disband);
      default -> step.refuse("is queued");
    };
  }

  private static Transition assigned(Step step, Attempt attempt, TaskEvent event) {
    return switch (event) {
      case TaskEvent.Start start when start.attempt() == attempt.number() ->
          step.started(attempt).to(new TaskState.Running(attempt.startedAt(step.now))).done();
      case TaskEvent.HandBack back when back.attempt() == attempt.number() ->
          Charges.handedBack(step, attempt).to(step.queuedNow()).done();
      case TaskEvent.Preempt preempt when preempt.attempt() == attempt.number() ->
          Charges.handedBack(step, attempt)
              .signal(attempt, Action.STOP)
              .to(step.queuedNow())
              .done();
      case TaskEvent.Pause pause ->
          Charges.handedBack(step, attempt)
              .signal(attempt, Action.STOP)
              .to(new TaskState.Paused(null, List.of()))
              .done();
      default -> underWay(step, attempt, event);
    };
  }

  private static Transition running(Step step, Attempt attempt, TaskEvent event) {
    return switch (event) {
      case TaskEvent.Pause pause when attempt.yields() ->
          step.to(new TaskState.Paused(attempt, List.of())).done();
      case TaskEvent.Pause pause when step.hasCheckpoint() ->
          step.signal(attempt, Action.YIELD)
              .to(new TaskState.Paused(attempt.yieldingFor(HELD), List.of()))
              .done();
      case TaskEvent.Pause pause ->
          step.signal(attempt, Action.PAUSE).to(new TaskState.Paused(attempt, List.of())).done();
      case TaskEvent.Preempt preempt
          when preempt.attempt() == attempt.number() && !attempt.yields() ->
          step.signal(attempt, Action.YIELD)
              .to(new TaskState.Running(attempt.yieldingFor(preempt.why())))
              .quietly();
      case TaskEvent.HandBack back when back.attempt() == attempt.number() && attempt.yields() ->
          Charges.handedBack(step, attempt).to(step.queuedNow()).done();
      case TaskEvent.Lose end when end.attempt() == attempt.number() && attempt.yields() ->
          step.handBack().to(step.queuedNow()).done();
      default -> underWay(step, attempt, event);
    };
  }

  /** What is the same for an attempt that was given to a node, started or not. */
  private static Transition underWay(Step step, Attempt attempt, TaskEvent event) {
    return switch (event) {
      case TaskEvent.Report report when report.attempt() == attempt.number() ->
          step.progress(report.progress()).quietly();
      case TaskEvent.Save save when save.attempt() == attempt.number() ->
          step.checkpoint(attempt, save.checkpoint()).quietly();
      case TaskEvent.Succeed end when end.attempt() == attempt.number() ->
          succeeded(step.started(attempt), attempt.keptAt(step.now), end.result());
      case TaskEvent.Fail end when end.attempt() == attempt.number() ->
          Charges.failed(step.started(attempt), attempt, end.failure())
              .retry(attempt, end.failure(), true)
              .done();
      case TaskEvent.Lose end when end.attempt() == attempt.number() ->
          step.retry(attempt, Failure.of(ErrorCode.NODE_LOST, end.why()), false).done();
      case TaskEvent.Cancel cancel ->
          Charges.cancelled(step.signal(attempt, Action.STOP), attempt)
              .cancel(cancel.reason())
              .done();
      default -> step.refuse("runs attempt " + attempt.number() + " on " + attempt.node());
    };
  }

  private static Transition succeeded(Step step, Attempt attempt, TaskResult result) {
    return Charges.ended(step, attempt).succeed(attempt, result).done();
  }

  private static Transition paused(Step step, TaskState.Paused state, TaskEvent event) {
    Attempt attempt = state.attempt();
    return switch (event) {
      case TaskEvent.Resume resume when attempt != null && attempt.yields() ->
          step.to(new TaskState.Running(attempt)).done();
      case TaskEvent.Resume resume when attempt != null ->
          step.signal(attempt, Action.RESUME).to(new TaskState.Running(attempt)).done();
      case TaskEvent.Resume resume ->
          step.to(state.on().isEmpty() ? step.queuedNow() : new TaskState.Waiting(state.on()))
              .done();
      case TaskEvent.Release release when !state.on().isEmpty() ->
          Waits.paused(step, state.on()).release(release);
      case TaskEvent.Block block when !state.on().isEmpty() ->
          Waits.paused(step, state.on()).block(block);
      case TaskEvent.Cancel cancel when attempt == null -> step.cancel(cancel.reason()).done();
      case TaskEvent.Disband disband when attempt == null -> step.disband(disband);
      case TaskEvent.Preempt preempt
          when attempt != null && isCurrent(attempt, preempt.attempt()) ->
          Charges.handedBack(step, attempt)
              .signal(attempt, Action.STOP)
              .to(new TaskState.Paused(null, List.of()))
              .quietly();
      case TaskEvent.HandBack back
          when attempt != null && attempt.yields() && isCurrent(attempt, back.attempt()) ->
          Charges.handedBack(step, attempt).to(new TaskState.Paused(null, List.of())).quietly();
      case TaskEvent.Lose end
          when attempt != null && attempt.yields() && isCurrent(attempt, end.attempt()) ->
          step.handBack().to(new TaskState.Paused(null, List.of())).quietly();
      case TaskEvent.Lose end when isCurrent(attempt, end.attempt()) ->
          step.lastFailure(Failure.of(ErrorCode.NODE_LOST, end.why()))
              .to(new TaskState.Paused(null, List.of()))
              .quietly();
      default -> attempt == null ? step.refuse("is paused") : underWay(step, attempt, event);
    };
  }

  private static boolean isCurrent(@Nullable Attempt attempt, int number) {
    return attempt != null && attempt.number() == number;
  }

  static Held held(TaskId task, Attempt attempt) {
    return new Held(task, attempt.number(), null);
  }
}
