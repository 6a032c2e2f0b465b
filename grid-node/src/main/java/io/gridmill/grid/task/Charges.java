package io.gridmill.grid.task;

import io.gridmill.grid.ledger.Ledger;
import io.gridmill.grid.task.TaskState.Replicated;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts and leases are paid for, if they ran on nodes that ask a price:
 *
 * <ul>
 *   <li>an attempt that succeeded;
 *   <li>one that failed by the doing of its job, whether or not another follows;
 *   <li>one that was cancelled after its node had told that it started;
 *   <li>one that was handed back, or taken back, after it had saved a checkpoint: until then;
 *   <li>a lease of which items were committed, however it ended: until the last of them was;
 *   <li>of the runs of a task that several nodes run, those that were believed, and those of its
 *       comparator that said which results agree.
 * </ul>
 *
 * <p>Nothing is paid for what is lost: attempts whose node left or fell silent or whose worker died
 * or did not start, leases without a commit, runs that others disagree with, or of which it was
 * never known.
 */
final class Charges {
  private Charges() {}

  /** Whether an attempt that failed so did by the doing of its job, not of its node. */
  static boolean isByJob(ErrorCode code) {
    return switch (code) {
      case JOB_FAILED,
          JOB_EXITED,
          COMMAND_FAILED,
          OUT_OF_MEMORY,
          TIME_LIMIT,
          OUTPUT_LIMIT,
          BAD_JAR,
          BAD_JOB_CLASS,
          BAD_INPUT,
          OUTPUT_MISSING ->
          true;
      default -> false;
    };
  }

  /** An attempt has ended, and what it did is kept or was its job's fault. */
  static Step ended(Step step, Attempt attempt) {
    return paid(step, attempt, null);
  }

  private static Step paid(Step step, Attempt attempt, @Nullable String payer) {
    if (attempt.meter() != null) {
      step.charge(attempt.number(), null, attempt.node(), attempt.meter(), payer);
    }
    return step;
  }

  static Step failed(Step step, Attempt attempt, Failure failure) {
    return isByJob(failure.code()) ? ended(step, attempt.keptAt(step.now)) : step;
  }

  /** Its owner has ended it. */
  static Step cancelled(Step step, Attempt attempt) {
    boolean started = attempt.meter() != null && attempt.meter().from() != null;
    return started ? ended(step, attempt.keptAt(step.now)) : step;
  }

  /** It makes way and counts for nothing; but what it has saved is kept, if it has saved any. */
  static Step handedBack(Step step, Attempt attempt) {
    boolean saved = attempt.meter() != null && attempt.meter().to() != null;
    return saved ? ended(step.handBack(), attempt) : step.handBack();
  }

  /** The array after items of a lease were kept. */
  static ArrayState kept(ArrayState array, long lease, Instant now) {
    boolean asks = array.leases().stream().anyMatch(l -> l.id() == lease && l.meter() != null);
    return asks
        ? array.holding(
            array.leases().stream().map(l -> l.id() == lease ? l.keptAt(now) : l).toList())
        : array;
  }

  /** It is not held any more. */
  static void ended(Step step, Lease lease) {
    if (lease.meter() != null && lease.meter().to() != null) {
      step.charge(0, lease.id(), lease.node(), lease.meter(), null);
    }
  }

  /**
   * Enough runs agree. Where it was the grid that wanted a task checked, it pays for those that the
   * result is not of.
   */
  static void believed(Step step, Replicated state, Vote believed) {
    if (believed.failure() != null && !isByJob(believed.failure().code())) {
      return;
    }
    for (Vote vote : state.votes()) {
      if (vote.digest().equals(believed.digest())) {
        boolean checks =
            step.spec().replication() == null
                && vote.attempt().number() != believed.attempt().number();
        paid(step, vote.attempt(), checks ? Ledger.OPERATOR : null);
      }
    }
  }

  /** The state with its attempt as it is now. */
  static TaskState with(TaskState state, Attempt attempt) {
    if (attempt.meter() == null) {
      return state;
    }
    return switch (state) {
      case TaskState.Assigned _ -> new TaskState.Assigned(attempt);
      case TaskState.Running _ -> new TaskState.Running(attempt);
      case TaskState.Paused paused -> new TaskState.Paused(attempt, paused.on());
      default -> state;
    };
  }
}
