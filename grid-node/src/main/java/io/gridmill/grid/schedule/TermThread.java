package io.gridmill.grid.schedule;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves terms of office on a thread of its own: after one that failed, another. */
final class TermThread {
  private static final Logger log = LoggerFactory.getLogger(TermThread.class);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String name;
  private final Function<Runnable, ? extends Term> terms;
  private final Thread thread;
  private volatile boolean over;

  /**
   * Starts the thread.
   *
   * @param terms makes a term, given what wakes it
   */
  TermThread(String name, Function<Runnable, ? extends Term> terms) {
    this.name = name;
    this.terms = terms;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  private void work() {
    while (!over) {
      serve();
      long again = System.nanoTime() + AGAIN_NANOS;
      while (!over && again - System.nanoTime() > 0) {
        LockSupport.parkNanos(this, again - System.nanoTime());
      }
    }
    log.info("{} ends its work on this node", name);
  }

  private void serve() {
    Thread self = Thread.currentThread();
    Term term = terms.apply(() -> LockSupport.unpark(self));
    try {
      term.begin();
      while (!over) {
        long wait = term.step();
        if (wait > 0 && !over) {
          LockSupport.parkNanos(this, wait);
        }
      }
    } catch (RuntimeException | Error e) {
      if (!over) {
        log.error("{} failed and starts anew from the tasks' rows", name, e);
      }
    } finally {
      term.end();
    }
  }

  /** Ends the term that is served, in the midst of it if need be; none follows. */
  void stop() {
    over = true;
    thread.interrupt();
  }
}
