package io.gridmill.grid.task;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.time.Instant;
import java.util.List;

/** The life of an array whose ranges are leased to nodes. */
final class Leases {
  private Leases() {}

  static Transition spread(Step step, TaskEvent event) {
    ArrayState array = step.array();
    return switch (event) {
      case TaskEvent.LeaseRanges more -> step.lease(more.leases());
      case TaskEvent.Commit commit when array.admits(commit) -> step.commit(commit);
      case TaskEvent.Commit commit -> step.refuse("lease " + commit.lease() + " is not held");
      case TaskEvent.EndLease end -> endLease(step, array, end);
      case TaskEvent.Recall recall when array.lease(recall.lease()).isPresent() ->
          step.recall(array.lease(recall.lease()).orElseThrow()).quietly();
      case TaskEvent.Pause pause ->
          step.stopLeases().to(new TaskState.Paused(null, List.of())).done();
      case TaskEvent.Cancel cancel -> step.stopLeases().cancel(cancel.reason()).done();
      default -> step.refuse("runs its items");
    };
  }

  private static Transition endLease(Step step, ArrayState array, TaskEvent.EndLease end) {
    Lease lease = array.lease(end.lease()).orElse(null);
    if (lease == null) {
      return step.refuse("lease " + end.lease() + " is not held");
    }
    Charges.ended(step, lease);
    step.array(array.without(lease));
    Failure failure = end.failure();
    if (failure == null) {
      return step.quietly();
    }
    step.lastFailure(failure);
    if (failure.code() == ErrorCode.NODE_LOST) {
      return step.quietly();
    }
    return Isolation.isForItem(failure.code()) && array.level() == 0
        ? died(step, lease, failure)
        : failed(step, lease, failure);
  }

  private static Transition died(Step step, Lease lease, Failure failure) {
    ArrayState next = Isolation.died(step.array(), lease, failure, step.spec().retry(), step.now);
    step.array(next);
    if (next.complete()) {
      return step.finishItems(lease.id());
    }
    return Isolation.isHopeless(next)
        ? step.stopLeases().fail(null, failure).done()
        : step.quietly();
  }

  /** It was not for an item: the worker did not start, or the job did not open. */
  private static Transition failed(Step step, Lease lease, Failure failure) {
    ArrayState crashed = step.array().withCrash(lease);
    step.array(crashed);
    int times = crashed.crashesAt(lease);
    if (times > 0 && !step.retries(failure.code(), times)) {
      return step.stopLeases().fail(null, failure).done();
    }
    Instant notBefore = step.now.plus(step.spec().retry().backoffAfter(Math.max(1, times)));
    step.array(
        crashed.with(
            crashed.leftTo(lease).stream()
                .map(left -> new Suspect(left.from(), left.to(), 0, notBefore))
                .toArray(Suspect[]::new)));
    return step.quietly();
  }
}
