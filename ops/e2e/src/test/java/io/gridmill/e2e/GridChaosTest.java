package io.gridmill.e2e;

import io.gridmill.job.client.GridClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Grids in trouble: each seed is a schedule of faults during mixed work, after which nothing may be
 * lost, done twice or stuck. {@code -Dchaos.runs=N} for more seeds, {@code -Dchaos.seed=N} for the
 * first of them.
 */
class GridChaosTest {
  private static final int RUNS = Integer.getInteger("chaos.runs", 0);
  private static final long SEED = Long.getLong("chaos.seed", 1);
  private static final int LOG_LINES = 150;

  @TempDir Path dir;

  @Test
  @Timeout(value = 6, unit = TimeUnit.HOURS) // each wait has an end of its own
  void losesNothingAndDoesNothingTwiceWhateverBreaks() throws Exception {
    Optional<String> lack = Hosts.lack();
    lack.ifPresent(why -> System.out.println("chaos is skipped, as it needs hosts: " + why));
    Assumptions.assumeTrue(RUNS > 0, "chaos.runs: 0");
    Assumptions.assumeTrue(lack.isEmpty(), () -> "no hosts: " + lack.orElse(""));
    try (ChaosGrid grid = new ChaosGrid(dir)) {
      grid.awaitWhole();
      for (long seed = SEED; seed < SEED + RUNS; seed++) {
        run(grid, seed);
      }
    }
  }

  private void run(ChaosGrid grid, long seed) throws Exception {
    List<Fault> faults = Fault.schedule(seed);
    ChaosLoad load = new ChaosLoad(seed, dir);
    long began = System.nanoTime();
    try (GridClient client = grid.client()) {
      CompletableFuture<Void> submitted = CompletableFuture.runAsync(() -> load.submit(client));
      trouble(grid, faults, began);
      await(submitted);
      grid.awaitWhole();
      long whole = System.nanoTime();
      load.check(client);
      System.out.printf(
          "chaos %d: %d tasks, %d runs repeated, %.1f s, whole after %.1f s: %s%n",
          seed,
          load.tasks(),
          load.reruns(),
          (System.nanoTime() - began) / 1e9,
          (whole - began) / 1e9,
          faults);
    } catch (Throwable e) {
      grid.keepLogs(Path.of("target", "chaos-" + seed).toAbsolutePath());
      throw new AssertionError(
          "chaos.seed=%d, faults %s%n%s".formatted(seed, faults, grid.logs(LOG_LINES)), e);
    }
  }

  private static void await(CompletableFuture<Void> submitted) throws Exception {
    try {
      submitted.get(Duration.ofMinutes(3).toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new AssertionError("work cannot be submitted", e);
    }
  }

  /** Lets the faults happen, each in its time, and heals them all. */
  private static void trouble(ChaosGrid grid, List<Fault> faults, long began)
      throws InterruptedException, IOException {
    record Moment(long at, Fault fault, boolean begins) {}
    List<Moment> moments =
        faults.stream()
            .flatMap(
                f ->
                    java.util.stream.Stream.of(
                        new Moment(f.at(), f, true), new Moment(f.at() + f.millis(), f, false)))
            .sorted(java.util.Comparator.comparingLong(Moment::at))
            .toList();
    for (Moment moment : moments) {
      long due = began + TimeUnit.MILLISECONDS.toNanos(moment.at());
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (moment.begins()) {
        moment.fault().begin(grid);
      } else {
        moment.fault().end(grid);
      }
    }
  }
}
