package io.gridmill.grid.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Gathers single requests into batches: while one batch is under way, the next one gathers. A
 * request that comes alone goes at once, so nothing waits for company.
 */
final class Gathering<A, R> implements AutoCloseable {
  private final LinkedBlockingQueue<Waiting<A, R>> queue = new LinkedBlockingQueue<>();
  private final int most;
  private final Function<List<A>, List<R>> carry;
  private final Thread thread;
  private volatile boolean closed;

  private record Waiting<A, R>(A request, CompletableFuture<R> answer) {}

  Gathering(String name, int most, Function<List<A>, List<R>> carry) {
    this.most = most;
    this.carry = carry;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  CompletableFuture<R> add(A request) {
    CompletableFuture<R> answer = new CompletableFuture<>();
    if (closed) {
      answer.completeExceptionally(new RejectedExecutionException("the task board is closed"));
    } else {
      queue.add(new Waiting<>(request, answer));
    }
    return answer;
  }

  private void work() {
    List<Waiting<A, R>> batch = new ArrayList<>();
    try {
      while (!closed || !queue.isEmpty()) {
        batch.add(queue.take());
        queue.drainTo(batch, most - 1);
        carry(batch);
        batch.clear();
      }
    } catch (InterruptedException closing) {
      queue.drainTo(batch);
      var gone = new RejectedExecutionException("the task board is closed");
      batch.forEach(w -> w.answer().completeExceptionally(gone));
    }
  }

  private void carry(List<Waiting<A, R>> batch) {
    try {
      List<R> answers = carry.apply(batch.stream().map(Waiting::request).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException e) {
      batch.forEach(w -> w.answer().completeExceptionally(e));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
