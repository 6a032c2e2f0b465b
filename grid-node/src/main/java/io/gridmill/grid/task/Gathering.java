package io.gridmill.grid.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Gathers single requests into batches: while one batch is under way, the next one gathers. A
 * request that comes alone goes at once, so nothing waits for company.
 */
final class Gathering<A, R> implements Requests<A, R> {
  private static final long CLOSE_SECONDS = 5;

  private final LinkedBlockingQueue<Waiting<A, R>> queue = new LinkedBlockingQueue<>();
  private final int most;
  private final Function<List<A>, List<R>> carry;
  private final ReentrantLock carrying = new ReentrantLock();
  private final Thread thread;
  private volatile boolean closed;

  private record Waiting<A, R>(A request, CompletableFuture<R> answer) {}

  Gathering(String name, int most, Function<List<A>, List<R>> carry) {
    this.most = most;
    this.carry = carry;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  @Override
  public CompletableFuture<R> add(A request) {
    Waiting<A, R> waiting = new Waiting<>(request, new CompletableFuture<>());
    queue.add(waiting);
    if (closed && queue.remove(waiting)) {
      refuse(List.of(waiting));
    }
    return waiting.answer();
  }

  private static void refuse(List<? extends Waiting<?, ?>> more) {
    var gone = new RejectedExecutionException("the task board is closed");
    more.forEach(w -> w.answer().completeExceptionally(gone));
  }

  private void work() {
    List<Waiting<A, R>> batch = new ArrayList<>();
    try {
      while (!closed || !queue.isEmpty()) {
        batch.add(queue.take());
        queue.drainTo(batch, most - 1);
        carrying.lock();
        try {
          carry(batch);
        } finally {
          carrying.unlock();
        }
        batch.clear();
      }
    } catch (InterruptedException closing) {
      queue.drainTo(batch);
      refuse(batch);
    }
  }

  private void carry(List<Waiting<A, R>> batch) {
    try {
      List<R> answers = carry.apply(batch.stream().map(Waiting::request).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(w -> w.answer().completeExceptionally(e));
    }
  }

  /** Lets the batch that is under way come to its end, unless that takes too long. */
  @Override
  public void close() {
    closed = true;
    boolean between = false;
    try {
      between = carrying.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.interrupt();
      if (between) {
        carrying.unlock();
      }
    }
  }
}
