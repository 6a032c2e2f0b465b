package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SweepTest {

  private static final Executor NOBODY = task -> {};

  @Test
  void coversTheRangeInOrderWhenNobodyHelps() {
    List<long[]> chunks = new ArrayList<>();
    double cost =
        new Sweep(1_000, (from, to) -> chunks.add(new long[] {from, to}), 8, NOBODY, 0).run();
    assertThat(cost).isPositive();
    long end = 0;
    for (long[] chunk : chunks) {
      assertThat(chunk[0]).isEqualTo(end);
      assertThat(chunk[1]).isGreaterThan(end);
      end = chunk[1];
    }
    assertThat(end).isEqualTo(1_000);
  }

  @Test
  void callsNobodyForWorkThatItKnowsToBeSmall() {
    AtomicInteger calls = new AtomicInteger();
    double nanos = Sweep.FORK_NANOS / 2_000.0;
    new Sweep(1_000, (from, to) -> {}, 8, _ -> calls.incrementAndGet(), nanos).run();
    assertThat(calls).hasValue(0);
  }

  @Test
  void callsAsManyAsTheWorkIsWorthBeforeItBegins() {
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger before = new AtomicInteger(-1);
    double nanos = Sweep.FORK_NANOS * 2.5 / 1_000;
    Sweep.Chunk chunk = (_, _) -> before.compareAndSet(-1, calls.get());
    new Sweep(1_000, chunk, 8, _ -> calls.incrementAndGet(), nanos).run();
    assertThat(before).hasValue(3);
    assertThat(calls).hasValue(3);
  }

  @Test
  void neverCallsMoreThanItsThreads() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () -> new Sweep(1L << 40, SweepTest::fail, 8, _ -> calls.incrementAndGet(), 1e6).run())
        .hasMessage("broken");
    assertThat(calls).hasValue(7);
  }

  private static void fail(long from, long to) {
    throw new IllegalArgumentException("broken");
  }

  @Test
  void sharesTheRangeWithHelpersThatComeWhileItRuns() {
    AtomicInteger[] hits = new AtomicInteger[100_000];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = new AtomicInteger();
    }
    Sweep.Chunk chunk =
        (from, to) -> {
          for (long i = from; i < to; i++) {
            hits[(int) i].incrementAndGet();
          }
        };
    new Sweep(hits.length, chunk, 8, task -> new Thread(task).start(), 1e6).run();
    assertThat(hits).allMatch(hit -> hit.get() == 1);
  }

  @Test
  void reportsTheFailureOfAHelper() {
    Thread caller = Thread.currentThread();
    Sweep.Chunk chunk =
        (_, _) -> {
          if (!Thread.currentThread().equals(caller)) {
            throw new StackOverflowError("of a helper");
          }
          Thread.onSpinWait();
        };
    Executor atOnce =
        task -> {
          Thread helper = new Thread(task);
          helper.start();
          try {
            helper.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    assertThatThrownBy(() -> new Sweep(1_000, chunk, 2, atOnce, 1e6).run())
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("of a helper");
  }

  @Test
  void doesNotTakeOneSlowRunForTheCostOfAnIndex() {
    double cost = new Sweep(1_000, SweepTest::slow, 1, NOBODY, 1).run();
    assertThat(cost).isEqualTo(1.5);
    assertThat(new Sweep(1_000, SweepTest::slow, 1, NOBODY, 0).run()).isGreaterThan(1.5);
    assertThat(new Sweep(1_000, (_, _) -> {}, 1, NOBODY, 1e6).run()).isLessThan(1e6);
  }

  private static void slow(long from, long to) {
    long until = System.nanoTime() + 10_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }
}
