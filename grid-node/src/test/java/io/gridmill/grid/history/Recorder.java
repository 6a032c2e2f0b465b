package io.gridmill.grid.history;

import io.gridmill.job.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Writes down calls about tasks, and their answers, as they come; for any number of threads. */
public final class Recorder {
  private final Map<TaskId, List<Call>> calls = new LinkedHashMap<>();
  private long ticks;
  private int undecided;

  /** A call that may still be answered. */
  public static final class Call {
    private final String by;
    private final long called;
    private @Nullable TaskCall input;
    private @Nullable TaskAnswer answer;
    private long carried = -1;
    private long returned = Operation.NEVER;
    private boolean refused;

    private Call(String by, long called) {
      this.by = by;
      this.called = called;
    }

    /** Whether it was refused before it could have an effect. */
    public boolean isRefused() {
      return refused;
    }
  }

  /** Notes that a call begins. What it asks for may be known a little later. */
  public synchronized Call called(String by, TaskId task) {
    Call call = new Call(by, ticks++);
    calls.computeIfAbsent(task, t -> new ArrayList<>()).add(call);
    return call;
  }

  /** Notes what a call asks for, before it can have an effect. */
  public synchronized void carried(Call call, TaskCall input) {
    call.input = input;
    call.carried = ticks++;
  }

  public synchronized void returned(Call call, TaskAnswer answer) {
    call.answer = answer;
    call.returned = ticks++;
  }

  /** Notes a call that took no time. */
  public synchronized void atOnce(String by, TaskId task, TaskCall input, TaskAnswer answer) {
    Call call = called(by, task);
    carried(call, input);
    returned(call, answer);
  }

  /** The present time of this history. */
  public synchronized long tick() {
    return ticks++;
  }

  /**
   * What was carried out since then is lost, and what was answered since then may be; but those who
   * were outside were answered only when it was safe.
   *
   * @param since from when on changes of a task are lost
   */
  public synchronized void lost(ToLongFunction<TaskId> since, Predicate<String> outside) {
    calls.forEach(
        (task, some) -> {
          long from = since.applyAsLong(task);
          some.removeIf(call -> call.carried >= from && !outside.test(call.by));
          for (Call call : some) {
            if (call.returned >= from && !outside.test(call.by)) {
              call.answer = null;
              call.returned = Operation.NEVER;
            }
          }
        });
  }

  /** A call was refused before it could have an effect, and will have none. */
  public synchronized void refused(Call call) {
    call.refused = true;
  }

  public synchronized List<TaskId> tasks() {
    return List.copyOf(calls.keySet());
  }

  /** The calls about a task that may have had an effect. */
  public synchronized List<Operation<TaskCall, TaskAnswer>> of(TaskId task) {
    List<Operation<TaskCall, TaskAnswer>> all = new ArrayList<>();
    for (Call call : calls.getOrDefault(task, List.of())) {
      if (call.input != null && !call.refused) {
        all.add(new Operation<>(call.by, call.input, call.answer, call.called, call.returned));
      }
    }
    return all;
  }

  /**
   * The first task whose history cannot be explained, and why; empty if all can be, or there are so
   * many ways that it would take too long to tell.
   */
  public Optional<String> unexplained() {
    for (TaskId task : tasks()) {
      try {
        Optional<String> why = Linearizability.check(new TaskModel(), of(task));
        if (why.isPresent()) {
          return Optional.of("task " + task + ": " + why.get());
        }
      } catch (Linearizability.TooManyWays e) {
        undecided++;
      }
    }
    return Optional.empty();
  }

  /** For how many tasks it took too long to tell. */
  public int undecided() {
    return undecided;
  }
}
