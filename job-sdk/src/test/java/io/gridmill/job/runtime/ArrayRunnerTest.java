package io.gridmill.job.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.RawJson;
import io.gridmill.job.run.ArrayJob;
import io.gridmill.job.run.JobContext;
import io.gridmill.job.run.ReducingArrayJob;
import io.gridmill.job.testing.SampleJobs;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayRunnerTest {
  @TempDir private Path folder;
  private final Runs runs = new Runs();
  private final List<RangeResult> parts = new ArrayList<>();

  private ArrayRunner open(Class<?> job) throws JobFailure {
    return ArrayRunner.open(JobClass.of(job), Items.numbers(), runs.context(folder, null));
  }

  @Test
  void runsRangesOfNumbers() throws JobFailure {
    try (ArrayRunner runner = open(SampleJobs.Squares.class)) {
      assertThat(runner.run(3, 6, parts::add)).isEqualTo(6);
      assertThat(runner.run(0, 1, parts::add)).isEqualTo(1);
    }
    assertThat(lines()).containsExactly("9", "16", "25", "0");
    assertThat(parts).extracting(RangeResult::from).containsExactly(3L, 0L);
    assertThat(parts).extracting(RangeResult::to).containsExactly(6L, 1L);
    assertThat(parts).allMatch(part -> part.failedCount() == 0 && !part.allNull());
  }

  @Test
  void saysThatNoItemGaveAResult() throws JobFailure {
    try (ArrayRunner runner = open(Picks.class)) {
      runner.run(1, 5, parts::add);
      runner.run(5, 12, parts::add);
    }
    assertThat(parts).filteredOn(part -> part.to() <= 5).allMatch(part -> part.allNull());
    assertThat(parts).allMatch(part -> part.allNull() == (part.ndjson().length == 0));
    assertThat(lines()).hasSize(11).containsOnly("null", "\"10\"").element(9).isEqualTo("\"10\"");
  }

  @Test
  void startsANewPartAfterManyItemsWithoutAResult() throws JobFailure {
    try (ArrayRunner runner = open(Rare.class)) {
      runner.run(0, 150_001, parts::add);
    }
    assertThat(parts).filteredOn(part -> !part.allNull()).hasSize(1);
    RangeResult last = parts.getLast();
    assertThat(new String(last.ndjson(), UTF_8)).endsWith("\"150000\"\n");
    assertThat(last.from()).isBetween(140_000L, 150_000L);
    assertGapless(0, 150_001);
  }

  @Test
  void marksTheItemsThatFailed() throws JobFailure {
    try (ArrayRunner runner = open(SampleJobs.Picky.class)) {
      runner.run(100, 300, parts::add);
    }
    assertThat(failedItems())
        .isEqualTo(LongStream.range(100, 300).filter(i -> i % 7 == 3).boxed().toList());
    RangeResult part = parts.getFirst();
    assertThat(part.allNull()).isTrue();
    assertThat(part.failures()).hasSizeLessThanOrEqualTo(RangeResult.MAX_FAILURES);
    assertThat(part.failures().getFirst())
        .satisfies(
            first -> {
              assertThat(first.item()).isEqualTo(101);
              assertThat(first.failure().message())
                  .isEqualTo("java.lang.IllegalArgumentException: item 101");
              assertThat(first.failure().detail()).contains("Picky.run").hasLineCount(2);
            });
  }

  @Test
  void countsAnItemWhoseResultIsNoJsonAsFailed() throws JobFailure {
    try (ArrayRunner runner = open(Unwritable.class)) {
      runner.run(0, 3, parts::add);
    }
    assertThat(lines()).containsExactly("\"fine\"", "null", "\"fine\"");
    assertThat(failedItems()).containsExactly(1L);
    assertThat(parts.stream().flatMap(part -> part.failures().stream()))
        .singleElement()
        .extracting(failure -> failure.failure().message())
        .isEqualTo("result.n: secret (expected: a value that JSON can hold)");
  }

  @Test
  void keepsRawJsonOnOneLine() throws JobFailure {
    try (ArrayRunner runner = open(RawLines.class)) {
      runner.run(0, 3, parts::add);
    }
    assertThat(lines()).containsExactly("[1,2]", "{\"raw\":[1, 2]}", "null");
    assertThat(parts.stream().flatMap(part -> part.failures().stream()))
        .singleElement()
        .extracting(failure -> failure.failure().message())
        .isEqualTo("result: malformed at line 1 column 1 (expected: JSON of a RawJson)");
  }

  @Test
  void commitsLargeResultsEarly() throws JobFailure {
    try (ArrayRunner runner = open(Large.class)) {
      runner.run(0, 64, parts::add);
    }
    assertThat(parts).hasSizeGreaterThanOrEqualTo(8);
    assertThat(parts).allMatch(part -> part.ndjson().length < (256 << 10) + 70_000);
    assertGapless(0, 64);
  }

  @Test
  void commitsSlowItemsEarly() throws JobFailure {
    try (ArrayRunner runner = open(Slow.class)) {
      runner.run(0, 8, parts::add);
    }
    assertThat(parts).hasSizeGreaterThanOrEqualTo(3);
    assertGapless(0, 8);
  }

  @Test
  void keepsWhatWasDoneWhenTheMemoryRunsOut() throws JobFailure {
    try (ArrayRunner runner = open(Exhausting.class)) {
      JobFailure failure =
          catchThrowableOfType(JobFailure.class, () -> runner.run(0, 100, parts::add));
      assertThat(failure.failure().code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    }
    assertThat(lines()).hasSize(42);
    assertGapless(0, 42);
  }

  @Test
  void stopsWhenItIsCancelled() throws Exception {
    RunContext context = runs.context(folder, null);
    try (ArrayRunner runner =
        ArrayRunner.open(JobClass.of(SampleJobs.Squares.class), Items.numbers(), context)) {
      long next =
          runner.run(
              0,
              1_000_000_000,
              part -> {
                parts.add(part);
                context.cancel();
              });
      assertThat(next).isEqualTo(parts.getLast().to()).isLessThan(1_000_000_000);
      assertGapless(0, next);
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void doesNotCountTheItemThatWasInterrupted() throws Exception {
    RunContext context = runs.context(folder, null);
    Thread canceller =
        Thread.ofPlatform()
            .start(
                () -> {
                  runs.awaitProgress();
                  context.cancel();
                });
    try (ArrayRunner runner =
        ArrayRunner.open(JobClass.of(Stuck.class), Items.numbers(), context)) {
      assertThat(runner.run(0, 10, parts::add)).isEqualTo(5);
      assertGapless(0, 5);
      assertThatThrownBy(() -> runner.reduce(List.of())).isInstanceOf(JobFailure.class);
    }
    canceller.join();
    assertThatThrownBy(() -> ArrayRunner.open(JobClass.of(Stuck.class), Items.numbers(), context))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void closesAJobThatCouldNotOpen() {
    JobFailure failure = catchThrowableOfType(JobFailure.class, () -> open(NoOpen.class));
    assertThat(failure.failure().message()).isEqualTo("java.io.IOException: cannot open");
    assertThat(failure.getCause()).hasSuppressedException(new IllegalStateException("nor close"));
    assertThat(failure.failure().detail()).contains("Suppressed: java.lang.IllegalStateException");
  }

  @Test
  void reportsACloseThatThrows() throws JobFailure {
    ArrayRunner runner = open(NoClose.class);
    runner.run(0, 1, parts::add);
    assertThatThrownBy(runner::close).hasMessage("java.lang.IllegalStateException: cannot close");
  }

  @Test
  void refusesWhatIsNoArrayJobAndItemsThatAreNoNumbers() throws JobFailure {
    assertThatThrownBy(() -> open(SampleJobs.Echo.class))
        .hasMessageEndingWith("is a GridJob, and the task is an array (expected: an ArrayJob)");
    try (ArrayRunner runner = open(SampleJobs.Sparse.class)) {
      assertThatThrownBy(() -> runner.run(0, 1, parts::add))
          .hasMessageStartingWith("array.items: missing (expected: lines of java.lang.String");
    }
    try (ArrayRunner runner = open(SampleJobs.Picky.class)) {
      assertThatThrownBy(() -> runner.run(5, 5, parts::add))
          .hasMessage("range: 5 to 5 (expected: 0 <= from < to)");
    }
  }

  @Test
  void passesOnWhatTheSinkThrows() throws JobFailure {
    try (ArrayRunner runner = open(SampleJobs.Squares.class)) {
      assertThatThrownBy(
              () ->
                  runner.run(
                      0,
                      10,
                      part -> {
                        throw new IllegalStateException("channel closed");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("channel closed");
    }
  }

  @Test
  void reducesPartsLazilyAndInOrder() throws JobFailure {
    List<ResultPart> stored =
        List.of(
            part(3, "1\n2\n3\n"),
            new ResultPart(2, null),
            part(1, "4"),
            new ResultPart(
                1,
                () -> {
                  throw new AssertionError("the reduction did not ask for this part");
                }));
    try (ArrayRunner runner = open(FirstSix.class)) {
      assertThat(runner.reduce(stored).json()).isEqualTo("\"[1, 2, 3, null, null, 4]\"");
    }
  }

  @Test
  void saysThatAPartIsTooShort() throws JobFailure {
    try (ArrayRunner runner = open(FirstSix.class)) {
      assertThatThrownBy(() -> runner.reduce(List.of(part(5, "1\n2\n"))))
          .hasMessageContaining("results: 3 lines are missing at a part's end");
    }
  }

  @Test
  void runsMillionsOfItemsInAMoment() throws JobFailure {
    try (ArrayRunner runner = open(Noop.class)) {
      assertThat(runner.run(0, 5_000_000, parts::add)).isEqualTo(5_000_000);
    }
    assertThat(parts).allMatch(RangeResult::allNull);
    assertGapless(0, 5_000_000);
  }

  private static ResultPart part(long items, String ndjson) {
    return new ResultPart(items, () -> new ByteArrayInputStream(ndjson.getBytes(UTF_8)));
  }

  private List<String> lines() {
    return parts.stream()
        .flatMap(
            part ->
                part.allNull()
                    ? Collections.nCopies((int) (part.to() - part.from()), "null").stream()
                    : new String(part.ndjson(), UTF_8).lines())
        .toList();
  }

  private List<Long> failedItems() {
    return parts.stream()
        .flatMap(part -> BitSet.valueOf(part.failed()).stream().mapToObj(bit -> part.from() + bit))
        .toList();
  }

  private void assertGapless(long from, long to) {
    long next = from;
    for (RangeResult part : parts) {
      assertThat(part.from()).isEqualTo(next);
      assertThat(part.to()).isGreaterThan(next);
      next = part.to();
    }
    assertThat(next).isEqualTo(to);
  }

  public static final class Noop implements ArrayJob<Long, Void> {
    @Override
    public @Nullable Void run(Long item, JobContext context) {
      return null;
    }
  }

  public static final class Picks implements ArrayJob<Integer, String> {
    @Override
    public @Nullable String run(Integer item, JobContext context) {
      return item == 10 ? "10" : null;
    }
  }

  public static final class Rare implements ArrayJob<Integer, String> {
    @Override
    public @Nullable String run(Integer item, JobContext context) {
      return item == 150_000 ? "150000" : null;
    }
  }

  public static final class Unwritable implements ArrayJob<Long, Object> {
    public record Secret(int n) {
      @Override
      public int n() {
        throw new IllegalStateException("secret");
      }
    }

    @Override
    public Object run(Long item, JobContext context) {
      return item == 1 ? new Secret(1) : "fine";
    }
  }

  public static final class RawLines implements ArrayJob<Long, Object> {
    public record Holder(RawJson raw) {}

    @Override
    public Object run(Long item, JobContext context) {
      return switch (item.intValue()) {
        case 0 -> new RawJson(" [1,\n2]\n");
        case 1 -> new Holder(new RawJson("[1,\n2]"));
        default -> new RawJson("oops");
      };
    }
  }

  public static final class Large implements ArrayJob<Long, String> {
    @Override
    public String run(Long item, JobContext context) {
      return "x".repeat(60_000);
    }
  }

  public static final class Slow implements ArrayJob<Long, Void> {
    @Override
    public @Nullable Void run(Long item, JobContext context) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return null;
    }
  }

  public static final class Exhausting implements ArrayJob<Long, Long> {
    @Override
    public Long run(Long item, JobContext context) {
      if (item == 42) {
        throw new OutOfMemoryError("Java heap space");
      }
      return item;
    }
  }

  public static final class Stuck implements ArrayJob<Long, Long> {
    @Override
    public Long run(Long item, JobContext context) throws InterruptedException {
      if (item == 5) {
        context.progress(5, 10);
        new CountDownLatch(1).await();
      }
      return item;
    }
  }

  public static class NoClose implements ArrayJob<Long, Long> {
    @Override
    public Long run(Long item, JobContext context) {
      return item;
    }

    @Override
    public void close() {
      throw new IllegalStateException("cannot close");
    }
  }

  public static final class NoOpen implements ArrayJob<Long, Long> {
    @Override
    public void open(JobContext context) throws Exception {
      throw new java.io.IOException("cannot open");
    }

    @Override
    public Long run(Long item, JobContext context) {
      return item;
    }

    @Override
    public void close() {
      throw new IllegalStateException("nor close");
    }
  }

  public static final class FirstSix implements ReducingArrayJob<Long, Integer, String> {
    @Override
    public Integer run(Long item, JobContext context) {
      return item.intValue();
    }

    @Override
    public String reduce(Stream<Integer> results, JobContext context) {
      return results.limit(6).toList().toString();
    }
  }
}
