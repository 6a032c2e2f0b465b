package io.gridmill.grid.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.schedule.SchedulingPolicy;
import io.gridmill.job.GridException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("trace.swf"), text);
  }

  private static TraceJob job(int number, int submitted, int runs, int processors) {
    Duration time = Duration.ofSeconds(runs);
    return new TraceJob(
        number, Duration.ofSeconds(submitted), time, processors, time, "u" + number, "g1");
  }

  private static TraceFigures run(String policy, int processors, TraceJob... jobs) {
    Trace trace = new Trace(processors, List.of(jobs));
    return new TraceRun(trace, SchedulingPolicy.named(policy), 0).run(n -> {});
  }

  @Test
  void readsTheStandardWorkloadFormat() throws IOException {
    Trace trace =
        Swf.read(
            file(
                """
                ; Version: 2.2
                ; MaxProcs: 128

                  1  0 10 60 4 -1 -1 -1 300 -1 1 7 2 -1 1 -1 -1 -1
                  2  5 -1 -1 8 -1 -1  8 300 -1 0 7 2 -1 1 -1 -1 -1
                  3  9 -1 20 -1 -1 -1 16 -1 -1 1 8 2 -1 1 -1 -1 -1
                """),
            0);
    assertThat(trace.processors()).isEqualTo(128);
    assertThat(trace.jobs())
        .containsExactly(
            new TraceJob(
                1, Duration.ZERO, Duration.ofMinutes(1), 4, Duration.ofMinutes(5), "u7", "g2"),
            new TraceJob(
                3,
                Duration.ofSeconds(9),
                Duration.ofSeconds(20),
                16,
                Duration.ofSeconds(20),
                "u8",
                "g2"));
  }

  @Test
  void namesTheLineThatIsNotInTheFormat() throws IOException {
    Path broken = file("1 0 10 sixty 4 -1 -1 -1 300 -1 1 7 2 -1 1 -1 -1 -1\n");
    assertThatThrownBy(() -> Swf.read(broken, 0))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("line 1, field 4: sixty (expected: a number)");
  }

  @Test
  void readsWhatItWrites() throws IOException {
    Trace trace = new TraceModel(3).make(500, 64, 10, 0.8);
    Path file = folder.resolve("made.swf");
    Swf.write(trace, file);
    assertThat(Swf.read(file, 0)).isEqualTo(trace);
  }

  @Test
  void makesTheLoadThatWasAskedFor() {
    assertThat(new TraceModel(1).make(5000, 256, 50, 0.8).load()).isBetween(0.75, 0.85);
  }

  @Test
  void runsJobsAsTheyComeUnderFirstComeFirstServed() {
    // 4 of 4 until 100; 4 of 4 until 200; 1 of 4, which fits beside nobody before
    TraceFigures figures = run("fcfs", 4, job(1, 0, 100, 3), job(2, 1, 100, 4), job(3, 2, 50, 1));
    assertThat(figures.makespan_s()).isEqualTo(250);
    assertThat(figures.mean_wait_s()).isEqualTo((0 + 99 + 198) / 3.0);
  }

  @Test
  void fillsTheHoleBeforeALargeJobUnderEasyBackfilling() {
    TraceFigures figures = run("easy", 4, job(1, 0, 100, 3), job(2, 1, 100, 4), job(3, 2, 50, 1));
    assertThat(figures.makespan_s()).isEqualTo(200);
    assertThat(figures.mean_wait_s()).isEqualTo((0 + 99 + 0) / 3.0);
  }

  @Test
  void doesNotDelayALargeJobByFillingTheHole() {
    TraceFigures figures = run("easy", 4, job(1, 0, 100, 3), job(2, 1, 100, 4), job(3, 2, 150, 1));
    assertThat(figures.mean_wait_s()).isEqualTo((0 + 99 + 198) / 3.0);
  }

  @Test
  void runsWideJobsAsGangsOverSeveralNodes() {
    Trace trace = new Trace(8, List.of(job(1, 0, 100, 6), job(2, 1, 100, 6), job(3, 2, 50, 2)));
    TraceFigures figures = new TraceRun(trace, SchedulingPolicy.EASY, 2).run(n -> {});
    assertThat(figures.makespan_s()).isEqualTo(200);
    assertThat(figures.jobs()).isEqualTo(3);
  }

  @Test
  void isAheadOfItsBaselinesOnALoadedMachine() {
    Trace trace = new TraceModel(1).make(5000, 256, 100, 0.85);
    TraceFigures easy = new TraceRun(trace, SchedulingPolicy.EASY, 0).run(n -> {});
    TraceFigures fair = new TraceRun(trace, SchedulingPolicy.FAIR, 0).run(n -> {});
    assertThat(fair.mean_slowdown()).isLessThan(easy.mean_slowdown());
    assertThat(fair.p95_slowdown()).isLessThan(easy.p95_slowdown());
    assertThat(fair.jain_fairness()).isGreaterThan(easy.jain_fairness());
  }

  @Test
  void decidesTheSameEachTime() {
    Trace trace = new TraceModel(5).make(2000, 128, 20, 0.9);
    assertThat(new TraceRun(trace, SchedulingPolicy.FAIR, 16).run(n -> {}))
        .usingRecursiveComparison()
        .ignoringFields("seconds")
        .isEqualTo(new TraceRun(trace, SchedulingPolicy.FAIR, 16).run(n -> {}));
  }
}
