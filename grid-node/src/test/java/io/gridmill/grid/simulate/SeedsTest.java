package io.gridmill.grid.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/**
 * Runs a grid in many worlds in which much goes wrong.
 *
 * <p>{@code -Dgridmill.seeds=10000} runs so many, {@code -Dgridmill.seed=17} only one.
 */
class SeedsTest {
  private static final int SEEDS = Integer.getInteger("gridmill.seeds", 500);
  private static final long FIRST = Long.getLong("gridmill.seeds.first", 1L);
  private static final int MOST_FAILURES = 5;

  private static Simulation.Verdict run(long seed) {
    return run(seed, Plant.NONE);
  }

  static Simulation.Verdict run(long seed, Plant plant) {
    MDC.put("simulation", "quiet");
    try {
      return new Simulation(seed, plant).run();
    } finally {
      MDC.remove("simulation");
    }
  }

  @Test
  void everyTaskEndsOnceWhateverBreaks() throws InterruptedException {
    Long only = Long.getLong("gridmill.seed");
    long first = only == null ? FIRST : only;
    long past = only == null ? FIRST + SEEDS : only + 1;
    AtomicLong next = new AtomicLong(first);
    AtomicLong events = new AtomicLong();
    AtomicLong undecided = new AtomicLong();
    AtomicLong ran = new AtomicLong();
    Counts counts = new Counts();
    ConcurrentLinkedQueue<Simulation.Verdict> failed = new ConcurrentLinkedQueue<>();
    long began = System.nanoTime();
    Runnable work =
        () -> {
          for (long seed = next.getAndIncrement();
              seed < past && failed.size() < MOST_FAILURES;
              seed = next.getAndIncrement()) {
            Simulation.Verdict verdict = run(seed);
            ran.incrementAndGet();
            events.addAndGet(verdict.events());
            undecided.addAndGet(verdict.undecided());
            counts.addAll(verdict.counts());
            if (!verdict.holds()) {
              failed.add(verdict);
            }
          }
        };
    List<Thread> threads =
        List.of(Thread.ofPlatform().start(work), Thread.ofPlatform().start(work));
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%d seeds, %d events, %d histories undecided, %.1f s, %.0f seeds a minute%n",
        ran.get(), events.get(), undecided.get(), seconds, (past - first) * 60 / seconds);
    System.out.println("in them: " + counts);
    assertThat(failed).isEmpty();
    assertThat(ran).as("worlds that came to an end").hasValue(past - first);
  }

  @Test
  void aSeedIsTheSameEveryTime() {
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(run(seed).hash()).as("seed %d", seed).isEqualTo(run(seed).hash());
    }
  }
}
