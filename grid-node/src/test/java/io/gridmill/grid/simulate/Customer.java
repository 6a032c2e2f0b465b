package io.gridmill.grid.simulate;

import io.gridmill.grid.history.Recorder;
import io.gridmill.grid.history.TaskAnswer;
import io.gridmill.grid.history.TaskCall;
import io.gridmill.grid.resource.Shortages;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.Submission;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client of the grid, behind a gateway of its own: one call at a time, patient for a while. */
final class Customer {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String PREFIX = "client-";

  private final Simulation simulation;
  private final Chance chance;
  private final SimulatedProcess process;
  private final TaskBoard board;
  private final Shortages shortages;
  private final int tasks;
  private final Map<TaskId, NewTask> asked = new LinkedHashMap<>();
  private final Set<TaskId> acknowledged = new LinkedHashSet<>();
  private final Set<TaskId> ended = new LinkedHashSet<>();
  private final Set<TaskId> cancelled = new LinkedHashSet<>();
  private @Nullable TaskId paused;
  private int outages;

  Customer(Simulation simulation, int number, int tasks) {
    this.simulation = simulation;
    this.chance = simulation.chance();
    this.tasks = tasks;
    this.process = new SimulatedProcess(simulation.world(), PREFIX + number);
    this.process.skew(Duration.ofMillis(chance.between(-5000, 5000)));
    var access = new FaultyAccess(simulation.trouble(), process);
    this.shortages = new Shortages(simulation.tables().by(access));
    this.board =
        new TaskBoard(simulation.tables().by(access), process.clock(), Requests.Gatherer.DIRECTLY);
    next();
  }

  /** Whether somebody of this name is outside of the grid. */
  static boolean isOne(String name) {
    return name.startsWith(PREFIX);
  }

  Set<TaskId> acknowledged() {
    return acknowledged;
  }

  Set<TaskId> cancelled() {
    return cancelled;
  }

  /** Whether all of its tasks were kept and have ended, as far as it knows. */
  boolean isDone() {
    return asked.size() == tasks && ended.size() == tasks;
  }

  /** Whatever is under way is never answered. */
  void powerCut() {
    outages++;
  }

  private void next() {
    boolean calm = !simulation.trouble().isOn();
    Duration mean = Duration.ofMillis(calm ? 200 : 700);
    process.at(chance.next(mean), calm ? this::finish : this::act);
  }

  private void act() {
    TaskId unsure = unacknowledged();
    if (unsure != null && chance.is(0.5)) {
      submit(asked.get(unsure));
    } else if (asked.size() < tasks && (asked.isEmpty() || chance.is(0.4))) {
      submitNext();
    } else if (!asked.isEmpty()) {
      control(chance.of(List.copyOf(asked.keySet())));
    } else {
      next();
    }
  }

  private @Nullable TaskId unacknowledged() {
    for (TaskId task : asked.keySet()) {
      if (!acknowledged.contains(task)) {
        return task;
      }
    }
    return null;
  }

  private void submitNext() {
    NewTask task = next(tasks - asked.size());
    asked.put(task.id(), task);
    submit(task);
  }

  private NewTask next(int left) {
    return simulation.workload().next(process.name(), new ArrayList<>(acknowledged), left);
  }

  private void control(TaskId task) {
    long what = chance.below(100);
    if (what < 8) {
      cancelled.add(task);
      happen(task, new TaskEvent.Cancel("enough"));
    } else if (what < 28) {
      happen(task, new TaskEvent.Pause());
    } else if (what < 60) {
      happen(task, new TaskEvent.Resume());
    } else {
      read(task);
    }
  }

  /** Sees to it that all of its tasks come to their end. */
  private void finish() {
    TaskId unsure = unacknowledged();
    if (unsure != null) {
      submit(asked.get(unsure));
    } else if (asked.size() < tasks) {
      submitNext();
    } else {
      List<TaskId> left = new ArrayList<>(asked.keySet());
      left.removeAll(ended);
      if (left.isEmpty()) {
        return;
      }
      TaskId held = paused;
      paused = null;
      if (held == null) {
        read(chance.of(left));
      } else {
        happen(held, new TaskEvent.Resume());
      }
    }
  }

  private void submit(@Nullable NewTask task) {
    if (task == null) {
      throw new IllegalStateException("what was asked for is known");
    }
    call(
        task.id(),
        now -> new TaskCall.Submit(task, now),
        () -> {
          checkRoom();
          Submission answer = board.submit(task);
          return TaskAnswer.of(answer.fresh(), answer.task());
        },
        answer -> acknowledged.add(task.id()));
  }

  /** As a gateway does before it takes anything new. */
  private void checkRoom() {
    List<Shortages.Shortage> known = List.of();
    try {
      known = shortages.of(simulation.ring().members());
    } catch (GridException e) {
      simulation.counts().one("room unknown");
    }
    if (!known.isEmpty()) {
      throw known.getFirst().refusal();
    }
  }

  private void happen(TaskId task, TaskEvent event) {
    call(
        task,
        now -> new TaskCall.Happen(event, now),
        () -> {
          Applied applied = board.apply(task, event);
          return TaskAnswer.of(applied.accepted(), applied.task());
        },
        answer -> learn(task, answer));
  }

  private void read(TaskId task) {
    call(
        task,
        now -> new TaskCall.Read(),
        () -> board.get(task).map(t -> TaskAnswer.of(true, t)).orElse(TaskAnswer.of(false)),
        answer -> learn(task, answer));
  }

  private void learn(TaskId task, TaskAnswer answer) {
    TaskStatus status = answer.status();
    if (status != null && status.isTerminal()) {
      ended.add(task);
    }
    if (status == TaskStatus.PAUSED) {
      paused = task;
    }
  }

  /** The inputs of a call at an instant. */
  private interface Asking {
    TaskCall at(Instant now);
  }

  private void call(
      TaskId task, Asking asking, Supplier<TaskAnswer> board, Consumer<TaskAnswer> then) {
    Recorder recorder = simulation.recorder();
    Recorder.Call call = recorder.called(process.name(), task);
    int outage = outages;
    boolean[] over = new boolean[1];
    process.at(PATIENCE, () -> giveUp(over));
    if (simulation.trouble().loses()) {
      return;
    }
    process.after(
        simulation.trouble().nanos(),
        () -> {
          if (outage != outages) {
            return;
          }
          TaskCall input = asking.at(process.clock().instant());
          recorder.carried(call, input);
          TaskAnswer answer = answer(call, board);
          boolean told = answer != null || call.isRefused();
          simulation.trace().note(process.name(), task, answer == null ? -1 : 1, input);
          if (told && !simulation.trouble().loses()) {
            simulation.disks().told(task);
            process.after(
                simulation.trouble().nanos(),
                () -> {
                  if (outage == outages && !over[0]) {
                    over[0] = true;
                    if (answer != null) {
                      recorder.returned(call, answer);
                      then.accept(answer);
                    }
                    next();
                  }
                });
          }
        });
  }

  /** What the board answers; null if that is not known, or if it was refused. */
  private @Nullable TaskAnswer answer(Recorder.Call call, Supplier<TaskAnswer> board) {
    try {
      return board.get();
    } catch (Crash gone) {
      return null;
    } catch (GridException e) {
      if (e.code() == ErrorCode.STORAGE_FULL) {
        simulation.recorder().refused(call);
        simulation.counts().one("refused for want of room");
      }
      return null;
    }
  }

  private void giveUp(boolean[] over) {
    if (!over[0]) {
      over[0] = true;
      next();
    }
  }
}
