package io.gridmill.grid.simulate;

import io.gridmill.grid.history.Recorder;
import io.gridmill.grid.history.TaskAnswer;
import io.gridmill.grid.history.TaskCall;
import io.gridmill.grid.store.RowUpdate;
import io.gridmill.grid.task.Applied;
import io.gridmill.grid.task.BoardCalls;
import io.gridmill.grid.task.Requests;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskBoard;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes down what nodes and schedulers call for; what customers do they write down themselves. */
final class Recording implements SimulatedStore.Carrier {
  private final Recorder recorder;
  private final Trace trace;
  private final SimulatedStore.Carrier carrier;
  private final Witness witness;

  /** Sees what happens to tasks. */
  interface Witness {
    /** An event was accepted. */
    void happened(Task row, TaskEvent event);
  }

  /**
   * @param carrier carries out the changes
   */
  Recording(Recorder recorder, Trace trace, SimulatedStore.Carrier carrier, Witness witness) {
    this.recorder = recorder;
    this.trace = trace;
    this.carrier = carrier;
    this.witness = witness;
  }

  @Override
  public <V, A, R> RowUpdate.Outcome<V, R> carry(
      String by, Object key, RowUpdate<V, A, R> update, @Nullable V row, A argument) {
    RowUpdate.Outcome<V, R> outcome = carrier.carry(by, key, update, row, argument);
    if (key instanceof TaskId task) {
      for (BoardCalls.Event one : BoardCalls.events(update, argument, outcome.answer())) {
        trace.note(by, task, one.accepted() ? 1 : 0, one);
        if (one.accepted() && row instanceof Task last) {
          witness.happened(last, one.event());
        }
        if (by.startsWith(Simulation.CORE)) {
          var input = new TaskCall.Happen(one.event(), one.now());
          recorder.atOnce(by, task, input, TaskAnswer.of(one.accepted()));
        }
      }
    }
    return outcome;
  }

  /** Gathers for a process as another gatherer does, and writes down what it gathers. */
  Requests.Gatherer of(SimulatedProcess process, Requests.Gatherer gatherer) {
    return new Requests.Gatherer() {
      @Override
      public <A, R> Requests<A, R> gather(String name, int most, Function<List<A>, List<R>> carry) {
        Requests<Pending<A>, R> inner =
            gatherer.gather(name, most, batch -> carried(process, batch, carry));
        return new Requests<>() {
          @Override
          public CompletableFuture<R> add(A request) {
            Pending<A> pending = pending(process, request);
            CompletableFuture<R> answer = inner.add(pending);
            var _ = answer.whenComplete((given, error) -> answered(pending, given));
            return answer;
          }

          @Override
          public void close() {
            inner.close();
          }
        };
      }
    };
  }

  private record Pending<A>(A request, Recorder.@Nullable Call call) {}

  private <A> Pending<A> pending(SimulatedProcess process, A request) {
    return new Pending<>(
        request,
        request instanceof TaskBoard.Change change
            ? recorder.called(process.name(), change.task())
            : null);
  }

  private <A, R> List<R> carried(
      SimulatedProcess process, List<Pending<A>> batch, Function<List<A>, List<R>> carry) {
    Instant now = process.clock().instant();
    for (Pending<A> one : batch) {
      if (one.call() != null && one.request() instanceof TaskBoard.Change change) {
        recorder.carried(one.call(), new TaskCall.Happen(change.event(), now));
      }
    }
    return carry.apply(batch.stream().map(Pending::request).toList());
  }

  private <A, R> void answered(Pending<A> pending, @Nullable R given) {
    if (pending.call() != null && given instanceof Applied applied) {
      recorder.returned(pending.call(), TaskAnswer.of(applied.accepted()));
    }
  }
}
