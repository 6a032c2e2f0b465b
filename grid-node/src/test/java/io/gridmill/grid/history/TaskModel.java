package io.gridmill.grid.history;

import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLifecycle;
import io.gridmill.grid.task.Transition;
import org.jspecify.annotations.Nullable;

/** A task's life as {@link TaskLifecycle} has it, each call at one instant. */
public final class TaskModel implements Model<TaskModel.State, TaskCall, TaskAnswer> {
  private static final State NOTHING = new State(null);

  /** The task as it stands, which compares quickly. */
  public static final class State {
    private final @Nullable Task task;

    State(@Nullable Task task) {
      this.task = task;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof State that && version() == that.version() && same(that.task);
    }

    private boolean same(@Nullable Task other) {
      return task == null ? other == null : task.equals(other);
    }

    private long version() {
      return task == null ? 0 : task.version();
    }

    @Override
    public int hashCode() {
      return Long.hashCode(version());
    }
  }

  @Override
  public State initial() {
    return NOTHING;
  }

  @Override
  public @Nullable State step(State state, TaskCall call, @Nullable TaskAnswer answer) {
    return switch (call) {
      case TaskCall.Submit submit -> submit(state, submit, answer);
      case TaskCall.Happen happen -> happen(state, happen, answer);
      case TaskCall.Read _ ->
          answer == null || answer.fits(state.task != null, state.task) ? state : null;
    };
  }

  private static @Nullable State submit(
      State state, TaskCall.Submit submit, @Nullable TaskAnswer answer) {
    boolean fresh = state.task == null;
    State next =
        fresh
            ? new State(
                TaskLifecycle.begin(
                    submit.task().id(), submit.task().owner(), submit.task().spec(), submit.now()))
            : state;
    return answer == null || answer.fits(fresh, next.task) ? next : null;
  }

  /**
   * The same event where nobody asks a price: what is owed in the end has no bearing on answers.
   */
  private static TaskEvent unpaid(TaskEvent event) {
    return switch (event) {
      case TaskEvent.Assign a -> new TaskEvent.Assign(a.attempt(), a.node(), a.memberId());
      case TaskEvent.AssignReplica a ->
          new TaskEvent.AssignReplica(a.attempt(), a.node(), a.memberId(), a.owner());
      case TaskEvent.LeaseRanges more ->
          new TaskEvent.LeaseRanges(more.leases().stream().map(TaskModel::unpaid).toList());
      default -> event;
    };
  }

  private static Lease unpaid(Lease lease) {
    return new Lease(
        lease.id(),
        lease.from(),
        lease.to(),
        lease.node(),
        lease.memberId(),
        lease.since(),
        lease.doubles());
  }

  private static @Nullable State happen(
      State state, TaskCall.Happen happen, @Nullable TaskAnswer answer) {
    if (state.task == null) {
      return answer == null || answer.fits(false, null) ? state : null;
    }
    Transition transition = TaskLifecycle.apply(state.task, unpaid(happen.event()), happen.now());
    State next = transition.accepted() ? new State(transition.task()) : state;
    return answer == null || answer.fits(transition.accepted(), next.task) ? next : null;
  }
}
