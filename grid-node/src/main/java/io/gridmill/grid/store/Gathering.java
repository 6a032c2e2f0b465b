package io.gridmill.grid.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what comes in to one listener, on a thread of its own: each call gets all that has gathered
 * since the last one, in the order in which it came.
 */
public final class Gathering<T> implements Table.Subscription {
  private static final Logger log = LoggerFactory.getLogger(Gathering.class);

  private final String name;
  private final Consumer<List<T>> listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<T> gathered = new ArrayList<>();
  private boolean closed;

  /** Starts the thread, which has this name. */
  public Gathering(String name, Consumer<List<T>> listener) {
    this.name = name;
    this.listener = listener;
    Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** Takes one more thing for the listener; ignored once closed. */
  public void add(T thing) {
    lock.lock();
    try {
      gathered.add(thing);
      if (gathered.size() == 1) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What has gathered and the listener has not been given yet is dropped. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<T> next = await(); !next.isEmpty(); next = await()) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        log.error("{}: the listener failed; its {} changes are skipped", name, next.size(), e);
      }
    }
  }

  /** All that has gathered, at least one; none once closed. */
  private List<T> await() {
    lock.lock();
    try {
      while (gathered.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        return List.of();
      }
      List<T> next = gathered;
      gathered = new ArrayList<>();
      return next;
    } finally {
      lock.unlock();
    }
  }
}
