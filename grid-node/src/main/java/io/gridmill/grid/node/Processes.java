package io.gridmill.grid.node;

import io.gridmill.grid.store.ignite.Departure;
import io.gridmill.job.GridException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** What the processes of a grid have in common: how they refuse to start, and how they end. */
public final class Processes {
  private static final Logger log = LoggerFactory.getLogger(Processes.class);
  private static final int BAD_CONFIGURATION = 2;

  private Processes() {}

  /** A process's configuration; a bad one ends the process with one line that says why. */
  public static <T> T configured(String process, Supplier<T> read) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    try {
      return read.get();
    } catch (GridException e) {
      throw refused(process, e);
    }
  }

  /** Ends the process with one line that says why it cannot start. */
  public static GridException refused(String process, GridException why) {
    System.err.println(process + ": " + why.getMessage());
    System.exit(BAD_CONFIGURATION);
    return why;
  }

  /**
   * Runs until the process is told to end, or its member has to leave the grid, and closes what
   * runs. A member that may not return takes the process with it.
   *
   * @return whether the member may join the grid again
   */
  public static boolean runUntilTold(
      String name, AutoCloseable running, CompletableFuture<Departure> failed)
      throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        Thread.ofPlatform()
            .name("shutdown")
            .unstarted(
                () -> {
                  told.countDown();
                  awaitQuietly(closed);
                });
    Runtime.getRuntime().addShutdownHook(hook);
    var _ =
        failed.thenAccept(
            departure -> {
              if (!departure.mayReturn()) {
                log.error("{} had to leave the grid, and ends: {}", name, departure.why());
                Runtime.getRuntime().halt(1);
              }
              log.warn("{} had to leave the grid, and joins it again: {}", name, departure.why());
              told.countDown();
            });
    told.await();
    log.info("{} ends its work", name);
    try {
      running.close();
    } catch (Exception e) {
      log.warn("{} did not end well", name, e);
    }
    closed.countDown();
    return failed.isDone() && !isEnding(hook);
  }

  private static boolean isEnding(Thread hook) {
    try {
      return !Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return true;
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
