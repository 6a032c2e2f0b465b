package io.gridmill.grid.simulate;

import io.gridmill.grid.task.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests of a process that take their time: while some are under way, the next gather. What is
 * under way arrives though the process ends.
 */
public final class SimulatedGathering<A, R> implements Requests<A, R> {
  private final SimulatedProcess process;
  private final LongSupplier nanos;
  private final int most;
  private final Function<List<A>, List<R>> carry;
  private final List<Waiting<A, R>> queue = new ArrayList<>();
  private boolean underWay;
  private boolean closed;

  private record Waiting<A, R>(A request, CompletableFuture<R> answer) {}

  private SimulatedGathering(
      SimulatedProcess process, LongSupplier nanos, int most, Function<List<A>, List<R>> carry) {
    this.process = process;
    this.nanos = nanos;
    this.most = most;
    this.carry = carry;
  }

  /**
   * Gathers for a process.
   *
   * @param nanos how many nanoseconds the next way takes, there or back
   */
  public static Gatherer of(SimulatedProcess process, LongSupplier nanos) {
    return new Gatherer() {
      @Override
      public <A, R> Requests<A, R> gather(String name, int most, Function<List<A>, List<R>> carry) {
        return new SimulatedGathering<>(process, nanos, most, carry);
      }
    };
  }

  @Override
  public CompletableFuture<R> add(A request) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    if (closed) {
      answer.completeExceptionally(new RejectedExecutionException("the task board is closed"));
      return answer;
    }
    queue.add(new Waiting<>(request, answer));
    if (!underWay) {
      send();
    }
    return answer;
  }

  private void send() {
    List<Waiting<A, R>> some = queue.subList(0, Math.min(most, queue.size()));
    List<Waiting<A, R>> batch = List.copyOf(some);
    some.clear();
    underWay = true;
    process.world().after(nanos.getAsLong(), () -> arrive(batch));
  }

  private void arrive(List<Waiting<A, R>> batch) {
    List<R> answers = List.of();
    RuntimeException failure = null;
    try {
      answers = carry.apply(batch.stream().map(Waiting::request).toList());
    } catch (RuntimeException e) {
      failure = e;
    } catch (Crash crash) {
      process.kill();
      return;
    }
    List<R> all = answers;
    RuntimeException error = failure;
    process.after(nanos.getAsLong(), () -> answered(batch, all, error));
  }

  private void answered(
      List<Waiting<A, R>> batch, List<R> answers, @Nullable RuntimeException error) {
    underWay = false;
    if (!queue.isEmpty()) {
      send();
    }
    for (int i = 0; i < batch.size(); i++) {
      if (error == null) {
        batch.get(i).answer().complete(answers.get(i));
      } else {
        batch.get(i).answer().completeExceptionally(error);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
