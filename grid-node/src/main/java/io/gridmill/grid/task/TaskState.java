package io.gridmill.grid.task;

import io.gridmill.job.Failure;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a task stands, with what belongs to that state only. */
public sealed interface TaskState {
  TaskStatus status();

  /** Waits for these tasks to succeed. */
  record Waiting(List<TaskId> on) implements TaskState {
    public Waiting {
      on = List.copyOf(on);
    }

    @Override
    public TaskStatus status() {
      return TaskStatus.WAITING;
    }
  }

  /** Ready to be placed from an instant on. */
  record Queued(Instant notBefore) implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.QUEUED;
    }
  }

  /** Given to a node. */
  record Assigned(Attempt attempt) implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.ASSIGNED;
    }
  }

  /** Started by its node. */
  record Running(Attempt attempt) implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.RUNNING;
    }
  }

  /** An array whose ranges are leased to nodes. */
  record Spread() implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.RUNNING;
    }
  }

  /**
   * Run by several nodes, each for itself, until enough of their results agree.
   *
   * @param replicas how many runs there are at least
   * @param quorum how many must agree
   * @param open the runs that have not ended
   * @param votes what those said that have
   * @param notBefore before when no other run begins, as the last one failed; null if any may
   * @param held whether its owner holds it: nothing runs then
   * @param compared how many results the job's comparator has compared
   */
  record Replicated(
      int replicas,
      int quorum,
      List<Run> open,
      List<Vote> votes,
      @Nullable Instant notBefore,
      boolean held,
      int compared)
      implements TaskState {
    public Replicated {
      open = List.copyOf(open);
      votes = List.copyOf(votes);
    }

    @Override
    public TaskStatus status() {
      return held ? TaskStatus.PAUSED : TaskStatus.RUNNING;
    }
  }

  /**
   * One of several runs of a task.
   *
   * @param owner whose node it is on
   * @param compares whether it compares the results of others
   */
  record Run(Attempt attempt, String owner, boolean compares) {
    /** The run after its node has told that it started. */
    Run startedAt(Instant now) {
      return new Run(attempt.startedAt(now), owner, compares);
    }

    /** The run, which ends now. */
    Run endedAt(Instant now) {
      return new Run(attempt.keptAt(now), owner, compares);
    }
  }

  /**
   * Held by its owner. An attempt that had started makes way, if its job saves checkpoints, and
   * stands still on its node if it does not.
   */
  record Paused(@Nullable Attempt attempt, List<TaskId> on) implements TaskState {
    public Paused {
      on = List.copyOf(on);
    }

    @Override
    public TaskStatus status() {
      return TaskStatus.PAUSED;
    }
  }

  /** Ended with a result. */
  record Succeeded(Instant at, @Nullable Attempt attempt, TaskResult result) implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.SUCCEEDED;
    }
  }

  /** Ended with an error. */
  record Failed(Instant at, @Nullable Attempt attempt, Failure failure) implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.FAILED;
    }
  }

  /** Ended because its owner said so. */
  record Cancelled(Instant at, String reason) implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.CANCELLED;
    }
  }

  /** Ended because it waited too long. */
  record Expired(Instant at) implements TaskState {
    @Override
    public TaskStatus status() {
      return TaskStatus.EXPIRED;
    }
  }
}
