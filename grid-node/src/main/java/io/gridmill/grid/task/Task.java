package io.gridmill.grid.task;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as the grid keeps it: one row.
 *
 * @param version grows by one with each accepted event; 1 as submitted
 * @param attempts the attempts that have been assigned so far; the current one has this number
 * @param handedBack how many of them were given back, before they started or to make way for other
 *     work; these count for nothing
 * @param startedAt when its first attempt (or lease of items) started
 * @param progress the last report of the running attempt
 * @param checkpoint what an attempt saved last
 * @param lastFailure why the attempt before failed
 * @param array the ranges of an array task; null for one run
 * @param owed effects of its changes that have not been carried out yet
 * @param given inputs that tasks left behind which it waited for, by file name
 */
public record Task(
    TaskId id,
    long version,
    String owner,
    TaskSpec spec,
    Instant submittedAt,
    TaskState state,
    int attempts,
    int handedBack,
    @Nullable Instant startedAt,
    @Nullable Progress progress,
    @Nullable ArtifactRef checkpoint,
    @Nullable Failure lastFailure,
    @Nullable ArrayState array,
    List<Effect> owed,
    Map<String, GivenInput> given) {
  public Task {
    owed = owed == null ? List.of() : List.copyOf(owed);
    given = given == null ? Map.of() : Map.copyOf(given);
  }

  /** A task that other tasks have given nothing. */
  public Task(
      TaskId id,
      long version,
      String owner,
      TaskSpec spec,
      Instant submittedAt,
      TaskState state,
      int attempts,
      int handedBack,
      @Nullable Instant startedAt,
      @Nullable Progress progress,
      @Nullable ArtifactRef checkpoint,
      @Nullable Failure lastFailure,
      @Nullable ArrayState array,
      List<Effect> owed) {
    this(
        id,
        version,
        owner,
        spec,
        submittedAt,
        state,
        attempts,
        handedBack,
        startedAt,
        progress,
        checkpoint,
        lastFailure,
        array,
        owed,
        Map.of());
  }

  /**
   * The same task with another spec.
   *
   * @param spec null only on the way to its row, where the spec has a place of its own
   */
  @SuppressWarnings("NullAway")
  Task with(@Nullable TaskSpec spec) {
    return new Task(
        id,
        version,
        owner,
        spec,
        submittedAt,
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
  }

  public TaskStatus status() {
    return state.status();
  }

  /** By when it must have started, by its queue limit and its deadline; null for no matter when. */
  public @Nullable Instant latestStart() {
    Instant deadline = spec.scheduling().deadline();
    if (spec.queueLimit() == null) {
      return deadline;
    }
    Instant patience = submittedAt.plus(spec.queueLimit());
    return deadline == null || patience.isBefore(deadline) ? patience : deadline;
  }

  /**
   * Whether a try has failed, so that the next one waits its time. Others wait for no clock: the
   * one that they were kept by may be ahead of the one that they are placed by.
   */
  public boolean backsOff() {
    return attempts > handedBack;
  }

  /** How long it waits after its last try, if that failed. */
  public Duration backoff() {
    return spec.retry().backoffAfter(Math.max(1, attempts - handedBack));
  }

  /** The task as its owner is shown it. */
  public TaskView view() {
    return TaskViews.of(this);
  }
}
