package io.gridmill.job.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.job.ErrorCode;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.job.run.JobLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LocalGridTest {
  @AutoClose private final LocalGrid grid = LocalGrid.create();

  @Test
  void carriesRecordsThroughJson() {
    SampleJobs.Counts counts =
        grid.run(SampleJobs.WordCount.class, new SampleJobs.Text("to be or not to be", 2));
    assertThat(counts).isEqualTo(new SampleJobs.Counts(2, Map.of("be", 2, "to", 2)));
  }

  @Test
  void carriesListsMapsBytesAndSealedTypes() {
    assertThat(grid.run(SampleJobs.Lengths.class, List.of("a", "bcd")))
        .isEqualTo(Map.of("a", 1, "bcd", 3));
    assertThat(grid.run(SampleJobs.Reverse.class, new byte[] {1, 2, -3})).containsExactly(-3, 2, 1);
    assertThat(grid.run(SampleJobs.Grow.class, new SampleJobs.Circle(1.5)))
        .isEqualTo(new SampleJobs.Circle(3));
    assertThat(grid.run(SampleJobs.Waits.class, Duration.ofHours(1)))
        .isEqualTo(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(grid.run(SampleJobs.Echo.class, new RawJson("{\"a\":[1,2.50]}")))
        .isEqualTo(new RawJson("{\"a\":[1,2.50]}"));
  }

  @Test
  void runsAJobWithoutInputAndResult() {
    assertThat(grid.run(SampleJobs.Nothing.class, null)).isNull();
    assertThat(grid.lastRun().log())
        .containsExactly(
            new LogEntry(Instant.parse("2026-01-01T00:00:00Z"), JobLog.Level.INFO, "done"));
  }

  @Test
  void keepsTheLogWithItsLevels() {
    grid.clock().set(Instant.EPOCH);
    grid.run(SampleJobs.Talks.class, null);
    assertThat(grid.lastRun().log())
        .hasSize(4)
        .startsWith(
            new LogEntry(Instant.EPOCH, JobLog.Level.INFO, "one"),
            new LogEntry(Instant.EPOCH, JobLog.Level.WARN, "two\nlines"),
            new LogEntry(Instant.EPOCH, JobLog.Level.ERROR, "three"));
    assertThat(grid.lastRun().logTexts().getLast())
        .startsWith("four\njava.lang.IllegalStateException: the reason\n\tat ")
        .contains("SampleJobs$Talks.run");
  }

  @Test
  void handsInputFilesInAndOutputFilesOut() throws Exception {
    grid.input("data.csv", "a;b\n");
    assertThat(grid.run(SampleJobs.Copies.class, null)).isEqualTo(4);
    assertThat(grid.lastRun().outputs()).containsOnlyKeys("copy.csv");
    assertThat(Files.readString(grid.lastRun().outputs().get("copy.csv"))).isEqualTo("a;b\n");
  }

  @Test
  void saysWhichInputFilesThereAre() {
    grid.input("date.csv", "").input("other", new byte[0]);
    assertThatThrownBy(() -> grid.run(SampleJobs.Copies.class, null))
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT))
        .hasMessage("input file \"data.csv\": missing (the task has: date.csv, other)");
  }

  @Test
  void throwsWhatTheJobThrewAsTheCause() {
    GridException e =
        catchThrowableOfType(GridException.class, () -> grid.run(SampleJobs.Fails.class, "state"));
    assertThat(e.code()).isEqualTo(ErrorCode.JOB_FAILED);
    assertThat(e).hasMessage("java.lang.IllegalStateException: first line | second line");
    assertThat(e).cause().isInstanceOf(IllegalStateException.class);
    assertThat(grid.lastRun().attempts()).isEqualTo(1);
    assertThat(grid.lastRun().logTexts()).containsExactly("about to fail");
  }

  @Test
  void triesAgainAsTheRetryPolicySays() {
    grid.retry(new RetryPolicy(3, Duration.ofSeconds(10), null, true));
    assertThatThrownBy(() -> grid.run(SampleJobs.Fails.class, "state"))
        .isInstanceOf(GridException.class);
    assertThat(grid.lastRun().attempts()).isEqualTo(3);
    assertThat(grid.lastRun().failures())
        .extracting(failure -> failure.code())
        .containsOnly(ErrorCode.JOB_FAILED)
        .hasSize(3);
    assertThat(grid.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:00:30Z"));
  }

  @Test
  void resumesFromTheCheckpointOfALostAttempt() {
    grid.loseNodeAtCheckpoint(4);
    assertThat(grid.run(SampleJobs.Counter.class, null))
        .containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 2, 2);
    LocalRun run = grid.lastRun();
    assertThat(run.attempts()).isEqualTo(2);
    assertThat(run.failures())
        .extracting(failure -> failure.code())
        .containsExactly(ErrorCode.NODE_LOST);
    assertThat(run.progress()).hasSize(10).last().isEqualTo(new Progress(10, 10, 0, "at 9"));
  }

  @Test
  void givesUpWhenTheLastAttemptIsLost() {
    grid.retry(new RetryPolicy(1, null, null, false)).loseNodeAtCheckpoint(1);
    assertThatThrownBy(() -> grid.run(SampleJobs.Counter.class, null))
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NODE_LOST));
  }

  @Test
  void startsFromACheckpointThatTheTestGives() {
    grid.attempt(2).checkpointJson(new SampleJobs.Counter.State(8, List.of(7)));
    assertThat(grid.run(SampleJobs.Counter.class, null)).containsExactly(7, 2, 2);
    assertThat(grid.lastRun().checkpoint())
        .hasValueSatisfying(
            state ->
                assertThat(new String(state, StandardCharsets.UTF_8))
                    .isEqualTo("{\"next\":10,\"attempts\":[7,2,2]}"));
  }

  @Test
  void cancelsARunningJob() {
    grid.onProgress(progress -> grid.cancel());
    assertThatThrownBy(() -> grid.run(SampleJobs.Endless.class, false))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(grid.run(SampleJobs.Endless.class, true)).isEqualTo("cancelled true");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void runsOverNumbersAndReduces() throws Exception {
    assertThat(grid.array(SampleJobs.Squares.class, 5)).containsExactly(0L, 1L, 4L, 9L, 16L);
    long expected = LongStream.range(0, 5000).map(n -> n * n).sum();
    assertThat(grid.reduce(SampleJobs.Squares.class, 5000)).isEqualTo(expected);
    Path sum = grid.lastRun().outputs().get("sum.txt");
    assertThat(Files.readString(sum)).isEqualTo(Long.toString(expected));
  }

  @Test
  void runsOverItemsWithASharedInput() {
    grid.sharedInput(3);
    List<SampleJobs.Scale.Point> points =
        IntStream.range(0, 3000).mapToObj(i -> new SampleJobs.Scale.Point(i % 500, 0)).toList();
    List<SampleJobs.Scale.Point> scaled = grid.array(SampleJobs.Scale.class, points);
    assertThat(scaled).hasSize(3000);
    assertThat(scaled.get(500)).isNull();
    assertThat(scaled.get(2999)).isEqualTo(new SampleJobs.Scale.Point(3 * 499, 0));
  }

  @Test
  void saysThatTheSharedInputIsMissingOrWrong() {
    assertThatThrownBy(
            () -> grid.array(SampleJobs.Scale.class, List.of(new SampleJobs.Scale.Point(1, 1))))
        .hasMessage("input: missing (expected: JSON that reads as Integer)");
    grid.sharedInput("three");
    assertThatThrownBy(
            () -> grid.array(SampleJobs.Scale.class, List.of(new SampleJobs.Scale.Point(1, 1))))
        .hasMessage("input: three (expected: a whole number)");
  }

  @Test
  void countsTheItemsThatFailed() {
    assertThatThrownBy(() -> grid.array(SampleJobs.Picky.class, 2000))
        .isInstanceOfSatisfying(
            GridException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ITEMS_FAILED))
        .hasMessageStartingWith(
            "286 of 2000 items failed, the first of them item 3:"
                + " java.lang.IllegalArgumentException: item 3\n")
        .hasMessageContaining("Picky.run");
  }

  @Test
  void reducesResultsThatAreNull() {
    assertThat(grid.reduce(SampleJobs.Sparse.class, List.of("", "a", "", "b", "")))
        .isEqualTo("5:a,b");
    assertThat(grid.reduce(SampleJobs.Sparse.class, List.of("", ""))).isEqualTo("2:");
  }

  @Test
  void refusesOutputFilesAndCheckpointsOfItems() {
    assertThatThrownBy(() -> grid.array(SampleJobs.Greedy.class, 1))
        .hasMessageContaining("output files in an item of an array");
    assertThatThrownBy(() -> grid.array(SampleJobs.Greedy.class, 2))
        .hasMessageContaining("2 of 2 items failed");
  }

  @Test
  void refusesAnArrayWithoutItems() {
    assertThatThrownBy(() -> grid.array(SampleJobs.Sparse.class, List.of()))
        .hasMessage("array.count: 0 (expected: 1 to 1000000000)");
  }

  @Test
  void runsKernelsOnTheJvmOrWhatItIsGiven() {
    assertThat(grid.run(SampleJobs.Saxpy.class, new float[] {1, 2, 3})).containsExactly(3, 5, 7);
    assertThat(grid.lastRun().logTexts()).containsExactly("on jvm");
    Accelerator closed = Accelerators.jvm(1);
    closed.close();
    grid.accelerator(closed);
    assertThatThrownBy(() -> grid.run(SampleJobs.Saxpy.class, new float[] {1}))
        .hasMessageContaining("accelerator jvm: closed");
  }

  @Test
  void deletesItsFolder() throws Exception {
    Map<String, Path> outputs;
    try (LocalGrid own = LocalGrid.create()) {
      own.input("data.csv", "x").run(SampleJobs.Copies.class, null);
      outputs = own.lastRun().outputs();
      assertThat(outputs.get("copy.csv")).exists();
    }
    assertThat(outputs.get("copy.csv")).doesNotExist();
  }
}
