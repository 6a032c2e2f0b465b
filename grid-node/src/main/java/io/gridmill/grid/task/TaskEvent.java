package io.gridmill.grid.task;

import io.gridmill.grid.ledger.Meter;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened to a task. Events of attempts and leases carry their number. */
public sealed interface TaskEvent {

  /**
   * One of the tasks that it waited for has succeeded.
   *
   * @param result what that one left behind; null if this one takes nothing of it
   * @param items whether that one is an array that has its items' results, and no other
   */
  record Release(TaskId by, @Nullable TaskResult result, boolean items) implements TaskEvent {
    public Release(TaskId by) {
      this(by, null, false);
    }
  }

  /** One of the tasks that it waited for has ended otherwise. */
  record Block(TaskId by, TaskStatus ended) implements TaskEvent {}

  /**
   * The scheduler gave it to a node.
   *
   * @param meter what the node asks for it; null if nothing
   */
  record Assign(int attempt, String node, String memberId, @Nullable Meter meter)
      implements TaskEvent {
    public Assign(int attempt, String node, String memberId) {
      this(attempt, node, memberId, null);
    }
  }

  /**
   * The scheduler gave one of several runs of the task to a node. A task that does not ask for
   * replicas is checked by it: its result is believed when that of another owner's node agrees.
   *
   * @param owner whose node it is; none of an owner that has another run of it
   * @param meter what the node asks for it; null if nothing
   */
  record AssignReplica(
      int attempt, String node, String memberId, String owner, @Nullable Meter meter)
      implements TaskEvent {
    public AssignReplica(int attempt, String node, String memberId, String owner) {
      this(attempt, node, memberId, owner, null);
    }
  }

  /**
   * A task that did not ask for replicas is checked, and no other owner has a node for it: what its
   * one run said is believed. If several were made that differ, the task fails.
   */
  record Waive() implements TaskEvent {}

  /** The node started the attempt. */
  record Start(int attempt) implements TaskEvent {}

  /** The job told how far it is. */
  record Report(int attempt, Progress progress) implements TaskEvent {}

  /** The job saved a checkpoint. */
  record Save(int attempt, ArtifactRef checkpoint) implements TaskEvent {}

  /** The attempt ended with a result. */
  record Succeed(int attempt, TaskResult result) implements TaskEvent {}

  /** The attempt ended with an error. */
  record Fail(int attempt, Failure failure) implements TaskEvent {}

  /** The attempt is gone, with its node or without a word. */
  record Lose(int attempt, String why) implements TaskEvent {}

  /**
   * The node gives an attempt back that it had not started, or that it was asked to hand back. It
   * counts for nothing.
   */
  record HandBack(int attempt, String why) implements TaskEvent {}

  /** The scheduler leases ranges of the array's items. */
  record LeaseRanges(List<Lease> leases) implements TaskEvent {}

  /**
   * Items of a lease are done and their results kept.
   *
   * @param failed how many of them failed
   * @param errors the first few of these
   */
  record Commit(long lease, long from, long to, long failed, List<ItemError> errors)
      implements TaskEvent {
    Interval range() {
      return new Interval(from, to);
    }
  }

  /**
   * A lease ended; what is not committed of it may be leased again.
   *
   * @param failure why it ended early; null if all of it is done or it was handed back
   */
  record EndLease(long lease, @Nullable Failure failure) implements TaskEvent {}

  /**
   * The scheduler wants an attempt's place for other work: one that has not started is queued again
   * at once, one that has is handed back by its node when it has saved a checkpoint.
   */
  record Preempt(int attempt, String why) implements TaskEvent {}

  /** As {@link Preempt}, for a lease of items; what is committed of it stays. */
  record Recall(long lease, String why) implements TaskEvent {}

  /** The owner holds it. */
  record Pause() implements TaskEvent {}

  /** The owner lets it go on. */
  record Resume() implements TaskEvent {}

  /** The owner ends it. */
  record Cancel(String reason) implements TaskEvent {}

  /**
   * Another task of its gang ended before the gang had started: what became of that one becomes of
   * all.
   */
  record Disband(TaskId by, TaskStatus ended) implements TaskEvent {}

  /**
   * It has waited longer than its queue limit, or has not started by its deadline, by the time of
   * the scheduler, which need not be that of the clock that it was submitted by.
   */
  record Expire() implements TaskEvent {}

  /** Effects were carried out. */
  record Settle(List<String> effects) implements TaskEvent {}
}
