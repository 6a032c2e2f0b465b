package io.gridmill.job.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JvmAcceleratorTest {

  private final Accelerator jvm = Accelerators.jvm(4);

  @AfterEach
  void close() {
    jvm.close();
  }

  private static void increment(int i, int[] y) {
    y[i]++;
  }

  @Test
  void computesEveryIndexOfALargeRangeExactlyOnceInEveryRun() {
    int[] y = new int[5_000_000];
    try (KernelGraph g =
        jvm.graph("large").launch(Range.of(y.length), JvmAcceleratorTest::increment, y)) {
      for (int run = 1; run <= 10; run++) {
        g.run();
        int expected = run;
        assertThat(IntStream.of(y).allMatch(value -> value == expected)).isTrue();
      }
    }
  }

  private static void increment(int i, int j, byte[] y) {
    y[j]++;
  }

  @Test
  void splitsTheFastIndexWhereTheSlowOneIsShort() {
    byte[] y = new byte[1_000_000];
    try (KernelGraph g =
        jvm.graph("wide").launch(Range.of(1, y.length), JvmAcceleratorTest::increment, y)) {
      g.run();
    }
    assertThat(y).containsOnly(1);
  }

  private static void waitForAnother(int i, int[] y) {
    THREADS.add(Thread.currentThread());
    BOTH.countDown();
    y[i] = await(BOTH);
  }

  private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();
  private static final CountDownLatch BOTH = new CountDownLatch(200);

  private static int await(CountDownLatch latch) {
    try {
      // Only a slow machine waits this out; the kernel is then slow, not stuck.
      return latch.await(1, java.util.concurrent.TimeUnit.MILLISECONDS) ? 1 : 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void usesSeveralThreadsForCostlyIndicesEvenIfThereAreFew() {
    int[] y = new int[200];
    try (KernelGraph g =
        jvm.graph("costly").launch(Range.of(y.length), JvmAcceleratorTest::waitForAnother, y)) {
      g.run();
    }
    assertThat(THREADS).hasSizeBetween(2, 4).contains(Thread.currentThread());
  }

  @Test
  void doesNothingForAnEmptyRange() {
    int[] y = new int[0];
    try (KernelGraph g =
        jvm.graph("empty")
            .launch(Range.of(0), JvmAcceleratorTest::increment, y)
            .launch(Range.of(0, 5), JvmAcceleratorTest::increment, new byte[0])
            .download(y)) {
      g.run();
    }
    assertThat(y).isEmpty();
  }

  private static void shift(int i, int[] from, int[] to) {
    to[i] = from[(i + 1) % from.length] + 1;
  }

  @Test
  void runsLaunchesOneAfterTheOtherAndKeepsArraysBetweenRuns() {
    int n = 1_000_000;
    int[] a = new int[n];
    int[] b = new int[n];
    try (KernelGraph g =
        jvm.graph("steps")
            .upload(a)
            .launch(Range.of(n), JvmAcceleratorTest::shift, a, b)
            .launch(Range.of(n), JvmAcceleratorTest::shift, b, a)
            .download(a, b)) {
      g.run();
      g.run();
    }
    assertThat(a).containsOnly(4);
    assertThat(b).containsOnly(3);
  }

  private static void outside(int i, int j, int[] y) {
    y[i * 1000 + j] = 1;
  }

  @Test
  void reportsWhatAKernelThrewWithItsIndices() {
    int[] y = new int[1_500];
    try (KernelGraph g =
        jvm.graph("bounds").launch(Range.of(3, 1000), JvmAcceleratorTest::outside, y)) {
      assertThatThrownBy(g::run)
          .isInstanceOf(KernelException.class)
          .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class)
          .hasMessageMatching(
              "graph bounds: kernel .*JvmAcceleratorTest\\.outside failed at i in \\[[12], [23]\\),"
                  + " j in \\[\\d+, \\d+\\) of Range\\(3, 1000\\): .*Index \\d+ out of bounds for"
                  + " length 1500");
    }
  }

  private static void deep(int i, int[] y) {
    y[i] = recurse(y, i);
  }

  private static int recurse(int[] y, int depth) {
    return y[0] < 0 ? depth : recurse(y, depth + 1) + 1;
  }

  @Test
  void reportsErrorsToo() {
    try (KernelGraph g =
        jvm.graph("deep").launch(Range.of(100), JvmAcceleratorTest::deep, new int[100])) {
      assertThatThrownBy(g::run)
          .isInstanceOf(KernelException.class)
          .hasCauseInstanceOf(StackOverflowError.class);
    }
  }

  private static void failIfAsked(int i, int[] fail, int[] y) {
    y[i] = 1 / (1 - fail[0]);
  }

  @Test
  void canRunAgainAfterAFailure() {
    int[] fail = {1};
    int[] y = new int[1_000_000];
    try (KernelGraph g =
        jvm.graph("again")
            .uploadEachRun(fail)
            .launch(Range.of(y.length), JvmAcceleratorTest::failIfAsked, fail, y)
            .download(y)) {
      assertThatThrownBy(g::run).isInstanceOf(KernelException.class);
      fail[0] = 0;
      g.run();
    }
    assertThat(y).containsOnly(1);
  }

  private static void interrupt(int i, int at, int[] y) {
    y[i] = 1;
    if (i == at) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void stopsBetweenChunksWhenItsThreadIsInterrupted() {
    int[] y = new int[10_000_000];
    try (KernelGraph g =
        jvm.graph("stop").launch(Range.of(y.length), JvmAcceleratorTest::interrupt, 0, y)) {
      assertThatThrownBy(g::run)
          .isInstanceOf(CancellationException.class)
          .hasMessageMatching(
              "graph stop: kernel .*interrupt was interrupted with \\d+ of 10000000 indices not"
                  + " begun");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(y[0]).isEqualTo(1);
    assertThat(y[y.length - 1]).isZero();
  }

  @Test
  void keepsTheInterruptStatusOfARunThatWasCompleteAnyway() {
    int[] y = new int[1];
    try (KernelGraph g =
        jvm.graph("done").launch(Range.of(1), JvmAcceleratorTest::interrupt, 0, y)) {
      g.run();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void runsManyGraphsAtOnceOnOnePool() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      var runs =
          IntStream.range(0, 8)
              .<Future<int[]>>mapToObj(t -> threads.submit(this::thirtyIncrements))
              .toList();
      for (Future<int[]> run : runs) {
        assertThat(run.get()).containsOnly(30);
      }
    }
  }

  private int[] thirtyIncrements() {
    int[] y = new int[200_000];
    try (KernelGraph g =
        jvm.graph("shared").launch(Range.of(y.length), JvmAcceleratorTest::increment, y)) {
      for (int run = 0; run < 30; run++) {
        g.run();
      }
    }
    return y;
  }

  @Test
  void refusesToRunOnceClosed() {
    int[] y = new int[1];
    Accelerator closed = Accelerators.jvm(2);
    KernelGraph before =
        closed.graph("before").launch(Range.of(1), JvmAcceleratorTest::increment, y);
    before.run();
    closed.close();
    closed.close();
    assertThatThrownBy(before::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("accelerator jvm: closed (expected: open)");
    KernelGraph after = closed.graph("after").launch(Range.of(1), JvmAcceleratorTest::increment, y);
    assertThatThrownBy(after::run).isInstanceOf(IllegalStateException.class);
    before.close();
    after.close();
  }

  @Test
  void namesItsBackendAndItsDevice() {
    assertThat(jvm.backend()).isEqualTo("jvm");
    assertThat(jvm.device()).contains(System.getProperty("java.vm.name")).endsWith("4 threads");
  }

  @Test
  void refusesFewerThanOneThread() {
    assertThatThrownBy(() -> Accelerators.jvm(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads: 0 (expected: >= 1)");
  }
}
