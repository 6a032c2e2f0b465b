package io.gridmill.grid.task;

import io.gridmill.grid.store.RowUpdate;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two changes that a task's row can undergo, run where the row is. */
final class RowUpdates {
  private RowUpdates() {}

  record Begin(TaskId id, String owner, TaskSpec spec, Instant now) {}

  /** Keeps a task if its id is free. */
  static final class Submit implements RowUpdate<Task, Begin, Submission> {
    @Override
    public Class<Begin> argumentType() {
      return Begin.class;
    }

    @Override
    public Class<Submission> answerType() {
      return Submission.class;
    }

    @Override
    public Outcome<Task, Submission> apply(@Nullable Task row, Begin begin) {
      if (row != null) {
        return new Outcome<>(row, new Submission(row, false));
      }
      Task task = TaskLifecycle.begin(begin.id(), begin.owner(), begin.spec(), begin.now());
      return new Outcome<>(task, new Submission(task, true));
    }
  }

  record Events(List<TaskEvent> events, Instant now) {}

  /** The task after some events, and for each why it was refused, empty text if it was not. */
  record Answer(@Nullable Task task, List<String> refusals) {}

  /** Applies events in their order. */
  static final class Apply implements RowUpdate<Task, Events, Answer> {
    @Override
    public Class<Events> argumentType() {
      return Events.class;
    }

    @Override
    public Class<Answer> answerType() {
      return Answer.class;
    }

    @Override
    public Outcome<Task, Answer> apply(@Nullable Task row, Events events) {
      List<String> refusals = new ArrayList<>(events.events().size());
      Task task = row;
      for (TaskEvent event : events.events()) {
        if (task == null) {
          refusals.add("is not there");
          continue;
        }
        Transition transition = TaskLifecycle.apply(task, event, events.now());
        task = transition.task();
        refusals.add(transition.refusal() == null ? "" : transition.refusal());
      }
      return new Outcome<>(task, new Answer(task, refusals));
    }
  }
}
