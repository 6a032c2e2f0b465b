package io.gridmill.grid.task;

import io.gridmill.grid.store.Packed;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two changes that a task's row can undergo, run where the row is. */
final class RowUpdates {
  private RowUpdates() {}

  /**
   * A task that is to begin.
   *
   * @param spec null only on the way to its row, where it goes beside the rest
   */
  record Begin(TaskId id, String owner, @Nullable TaskSpec spec, Instant now) {
    Task task() {
      return TaskLifecycle.begin(id, owner, Objects.requireNonNull(spec), now);
    }
  }

  /** The task that was there before; null if there was none, and the new one is kept. */
  record Kept(@Nullable Task before) {}

  /** Keeps a task if its id is free. */
  static final class Submit implements RowUpdate<Task, Begin, Kept> {
    @Override
    public Class<Begin> argumentType() {
      return Begin.class;
    }

    @Override
    public Class<Kept> answerType() {
      return Kept.class;
    }

    @Override
    public byte[] argumentBytes(Begin begin) {
      return TaskBytes.join(
          Packed.bytes(new Begin(begin.id(), begin.owner(), null, begin.now())),
          SpecBytes.of(Objects.requireNonNull(begin.spec())));
    }

    @Override
    public Begin argumentFrom(byte[] bytes) {
      TaskBytes.Pair pair = TaskBytes.split(bytes);
      Begin begin = Packed.read(pair.first(), Begin.class);
      return new Begin(begin.id(), begin.owner(), SpecBytes.read(pair.second()), begin.now());
    }

    @Override
    public byte[] answerBytes(Kept kept) {
      return kept.before() == null ? SpecBytes.NONE : TaskBytes.of(kept.before());
    }

    @Override
    public Kept answerFrom(byte[] bytes) {
      return new Kept(bytes.length == 0 ? null : TaskBytes.read(bytes));
    }

    @Override
    public Outcome<Task, Kept> apply(@Nullable Task row, Begin begin) {
      return new Outcome<>(row == null ? begin.task() : row, new Kept(row));
    }
  }

  /**
   * What happened to a task.
   *
   * @param quiet whether the task is answered only if one of the events is refused
   */
  record Events(List<TaskEvent> events, Instant now, boolean quiet) {
    Events and(Events later) {
      List<TaskEvent> all = new ArrayList<>(events);
      all.addAll(later.events);
      return new Events(all, now, quiet && later.quiet);
    }
  }

  /**
   * What became of events.
   *
   * @param refusals for each event why it was refused, empty text if it was not
   * @param task the task after them; null if there is none, or if all was accepted and nobody asked
   */
  record Answer(List<String> refusals, @Nullable Task task) {}

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
    public byte[] argumentBytes(Events events) {
      return Packed.bytes(events);
    }

    @Override
    public Events argumentFrom(byte[] bytes) {
      return Packed.read(bytes, Events.class);
    }

    @Override
    public byte[] answerBytes(Answer answer) {
      return TaskBytes.join(
          Packed.bytes(new Answer(answer.refusals(), null)),
          answer.task() == null ? SpecBytes.NONE : TaskBytes.of(answer.task()));
    }

    @Override
    public Answer answerFrom(byte[] bytes) {
      TaskBytes.Pair pair = TaskBytes.split(bytes);
      List<String> refusals = Packed.read(pair.first(), Answer.class).refusals();
      return new Answer(refusals, pair.second().length == 0 ? null : TaskBytes.read(pair.second()));
    }

    @Override
    public Outcome<Task, Answer> apply(@Nullable Task row, Events events) {
      List<String> refusals = new ArrayList<>(events.events().size());
      Task task = row;
      boolean quiet = events.quiet();
      for (TaskEvent event : events.events()) {
        if (task == null) {
          refusals.add("is not there");
          continue;
        }
        Transition transition = TaskLifecycle.apply(task, event, events.now());
        task = transition.task();
        refusals.add(transition.refusal() == null ? "" : transition.refusal());
        quiet &= transition.refusal() == null;
      }
      return new Outcome<>(task, new Answer(refusals, quiet ? null : task));
    }
  }
}
