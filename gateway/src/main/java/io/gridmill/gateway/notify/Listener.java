package io.gridmill.gateway.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One who listens: keeps news until they are taken, up to a limit. Who falls further behind is cut
 * off, as there is no telling what was missed.
 */
public final class Listener implements AutoCloseable {
  private final int mostBytes;
  private final Consumer<Listener> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicBoolean left = new AtomicBoolean();
  private List<News> waiting = new ArrayList<>();
  private long bytes;
  private boolean ended;
  private boolean woken;
  private boolean cut;

  Listener(int mostBytes, Consumer<Listener> onClose) {
    this.mostBytes = mostBytes;
    this.onClose = onClose;
  }

  void add(List<News> news) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      waiting.addAll(news);
      news.forEach(n -> bytes += n.json().length);
      if (bytes > mostBytes) {
        cut = true;
        ended = true;
        waiting.clear();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes who waits look up, though there is no news. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets the listener take what waits, and nothing more. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * All that has gathered, once there is something; nothing if the time passed, all has ended or
   * somebody called {@link #wake}.
   */
  public List<News> take(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = most.toNanos();
      while (waiting.isEmpty() && !ended && !woken && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<News> taken = waiting;
      waiting = new ArrayList<>();
      bytes = 0;
      woken = false;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more comes after what was taken. */
  public boolean isEnded() {
    lock.lock();
    try {
      return ended && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it was cut off because it fell behind. */
  public boolean isCut() {
    lock.lock();
    try {
      return cut;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    end();
    if (left.compareAndSet(false, true)) {
      onClose.accept(this);
    }
  }
}
