package io.gridmill.grid.store.ignite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.ignite.internal.util.CommonUtils;

/**
 * Has Ignite's timers go by a clock that nobody sets.
 *
 * <p>Ignite looks at the wall clock every 10 ms and waits until it shows a time. When it is set
 * back, what was to be sent in half a second is sent an hour later; among that are the answers of
 * backups to primary nodes, for which the whole grid waits when the next node comes or goes. So the
 * thread that looks is replaced by one that starts at the same time and counts from there.
 */
final class SteadyTime {
  private static final String NAME = "gridmill-clock";
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static boolean started;

  private SteadyTime() {}

  /** Replaces the clock of all nodes in this process; does nothing the second time. */
  static synchronized void start() {
    if (started) {
      return;
    }
    started = true;
    try {
      Lookup lookup = MethodHandles.privateLookupIn(CommonUtils.class, MethodHandles.lookup());
      VarHandle now = lookup.findStaticVarHandle(CommonUtils.class, "curTimeMillis", long.class);
      VarHandle timer = lookup.findStaticVarHandle(CommonUtils.class, "timer", Thread.class);
      CommonUtils.onGridStart(); // never followed by its stop, so Ignite starts no other
      while ((long) now.getVolatile() == 0) {
        Thread.onSpinWait();
      }
      Thread ignites = (Thread) timer.get();
      ignites.interrupt();
      ignites.join();
      long base = (long) now.getVolatile();
      long began = System.nanoTime();
      Thread.ofPlatform().daemon().name(NAME).start(() -> count(now, base, began));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this is not the Ignite that was built with", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before Ignite's clock was replaced", e);
    }
  }

  private static void count(VarHandle now, long base, long began) {
    while (true) {
      now.setVolatile(base + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      LockSupport.parkNanos(EVERY_NANOS);
    }
  }
}
