package io.gridmill.grid.node;

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
   * runs.
   */
  public static void runUntilTold(
      String name, AutoCloseable running, CompletableFuture<String> failed)
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
            why -> {
              log.error("{} had to leave the grid, and ends: {}", name, why);
              Runtime.getRuntime().halt(1);
            });
    told.await();
    log.info("{} ends its work", name);
    try {
      running.close();
    } catch (Exception e) {
      log.warn("{} did not end well", name, e);
    }
    closed.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
