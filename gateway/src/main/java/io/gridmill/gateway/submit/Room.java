package io.gridmill.gateway.submit;

import io.gridmill.grid.store.Cluster;
import io.gridmill.grid.store.Member;
import io.gridmill.grid.task.Orders;
import io.gridmill.grid.task.Questions;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much work the grid takes: a number of tasks that are on their way into it through this
 * gateway, and a number that wait in it. What is beyond is refused, to be tried again, before it
 * takes up memory anywhere.
 */
public final class Room {
  private static final int ON_THEIR_WAY = 20_000;
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Semaphore places = new Semaphore(ON_THEIR_WAY);
  private final Cluster cluster;
  private final Storage storage;
  private final long mostWaiting;
  private final long mostOfAccount;
  private final ConcurrentMap<String, AtomicLong> ofAccounts = new ConcurrentHashMap<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong asked = new AtomicLong(System.nanoTime() - EVERY_NANOS);
  private final AtomicBoolean asking = new AtomicBoolean();

  /**
   * @param mostWaiting how many tasks may wait in the grid; 0 for any number
   * @param mostOfAccount how many of these may be of one account; 0 for any number
   */
  public Room(Cluster cluster, Storage storage, long mostWaiting, long mostOfAccount) {
    this.cluster = cluster;
    this.storage = storage;
    this.mostWaiting = mostWaiting;
    this.mostOfAccount = mostOfAccount;
  }

  /** Room for some tasks while they are kept; to be closed then. */
  Place take(String account, int tasks) {
    int count = Math.min(tasks, ON_THEIR_WAY);
    if (tasks > 0) {
      storage.check();
    }
    if (mostWaiting > 0 || mostOfAccount > 0) {
      ask();
    }
    if (mostOfAccount > 0) {
      takeOfAccount(account, tasks);
    }
    if (mostWaiting > 0) {
      if (waiting.addAndGet(tasks) > mostWaiting) {
        waiting.addAndGet(-tasks);
        throw new GridException(
            ErrorCode.RATE_LIMITED,
            "tasks that wait: about " + waiting + " (expected: at most " + mostWaiting + ")");
      }
    }
    if (!places.tryAcquire(count)) {
      throw new GridException(
          ErrorCode.RATE_LIMITED,
          "tasks on their way: too many (expected: at most " + ON_THEIR_WAY + " at once)");
    }
    return () -> places.release(count);
  }

  private void takeOfAccount(String account, int tasks) {
    AtomicLong own = ofAccounts.computeIfAbsent(account, a -> new AtomicLong());
    if (own.addAndGet(tasks) > mostOfAccount) {
      own.addAndGet(-tasks);
      throw new GridException(
          ErrorCode.RATE_LIMITED,
          "tasks of account "
              + account
              + " that wait: about "
              + own
              + " (expected: at most "
              + mostOfAccount
              + ")");
    }
  }

  /** Some tasks' room. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Has the scheduler say how many wait, about once a second; nobody waits for the answer. */
  private void ask() {
    long last = asked.get();
    if (System.nanoTime() - last < EVERY_NANOS || !asking.compareAndSet(false, true)) {
      return;
    }
    asked.set(System.nanoTime());
    Thread.ofVirtual().start(this::askScheduler);
  }

  private void askScheduler() {
    try {
      cluster.holder(Questions.SCHEDULER).ifPresent(this::askScheduler);
    } finally {
      asking.set(false);
    }
  }

  private void askScheduler(Member member) {
    Orders.Schedule schedule =
        cluster
            .ask(member.id(), Orders.SCHEDULE, new Orders.HowGoes(Math.max(1, mostOfAccount / 2)))
            .orTimeout(1, TimeUnit.SECONDS)
            .exceptionally(_ -> null)
            .join();
    if (schedule == null) {
      return;
    }
    waiting.set(schedule.waiting());
    ofAccounts.keySet().retainAll(schedule.accounts().keySet());
    schedule.accounts().forEach((account, count) -> ofAccounts.put(account, new AtomicLong(count)));
  }
}
