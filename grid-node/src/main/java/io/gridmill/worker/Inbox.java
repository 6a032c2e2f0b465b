package io.gridmill.worker;

import io.gridmill.worker.protocol.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The work that a worker was given and has not ended. */
final class Inbox {
  private final Deque<Frame.Work> waiting = new ArrayDeque<>();
  private long taken;
  private boolean stopping;

  /** Where a piece of work is. */
  enum Place {
    WAITING,
    TAKEN,
    GONE
  }

  synchronized void add(Frame.Work work) {
    waiting.add(work);
    notifyAll();
  }

  /** Lets the worker end once it has done what is here. */
  synchronized void stop() {
    stopping = true;
    notifyAll();
  }

  synchronized boolean stopped() {
    return stopping && waiting.isEmpty();
  }

  /** Takes the next work; null if there was none for so long, or there is to be no more. */
  synchronized Frame.@Nullable Work take(long timeout, TimeUnit unit) throws InterruptedException {
    taken = 0;
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    while (waiting.isEmpty() && !stopping) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
    Frame.Work work = waiting.poll();
    taken = work == null ? 0 : work.key();
    return work;
  }

  /** Whether there is work that was not started. */
  synchronized boolean hasMore() {
    return !waiting.isEmpty();
  }

  /** Takes work out again if it was not started; tells where it was. */
  synchronized Place remove(long key) {
    if (waiting.removeIf(work -> work.key() == key)) {
      return Place.WAITING;
    }
    return taken == key ? Place.TAKEN : Place.GONE;
  }

  /** Takes out what of this work was not started. */
  synchronized List<Long> removeAll(List<Long> keys) {
    Set<Long> wanted = new HashSet<>(keys);
    List<Long> removed = new ArrayList<>();
    waiting.removeIf(work -> wanted.contains(work.key()) && removed.add(work.key()));
    return removed;
  }
}
