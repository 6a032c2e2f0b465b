package io.gridmill.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the processes of a grid: asks them first, and makes them if they do not. */
final class GridStop {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private GridStop() {}

  /**
   * Ends those that still run: gateways and providers first, then the cores that they need.
   *
   * @return how many had to be ended by force
   */
  static int stop(List<GridProcess> processes) {
    return stop(processes, PATIENCE);
  }

  static int stop(List<GridProcess> processes, Duration patience) {
    List<GridProcess> cores = processes.stream().filter(p -> p.name().startsWith("core")).toList();
    List<GridProcess> others = new ArrayList<>(processes);
    others.removeAll(cores);
    return end(others, patience) + end(cores, patience);
  }

  private static int end(List<GridProcess> processes, Duration patience) {
    List<ProcessHandle> running = processes.stream().flatMap(p -> p.running().stream()).toList();
    running.forEach(ProcessHandle::destroy);
    if (allEnd(running, patience)) {
      return 0;
    }
    List<ProcessHandle> left = running.stream().filter(ProcessHandle::isAlive).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    allEnd(left, PATIENCE);
    return left.size();
  }

  private static boolean allEnd(List<ProcessHandle> processes, Duration patience) {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot be waited for", e);
    }
  }
}
