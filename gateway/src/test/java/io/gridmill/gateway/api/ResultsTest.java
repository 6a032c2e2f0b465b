package io.gridmill.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.task.ItemError;
import io.gridmill.grid.task.ItemRange;
import io.gridmill.grid.task.Lease;
import io.gridmill.grid.task.NewTask;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.grid.task.TaskResult;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.client.LogEntry;
import io.gridmill.job.client.Problem;
import io.gridmill.job.wire.Wire;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResultsTest {
  private static final ArtifactRef JAR = new ArtifactRef("0".repeat(64), 1);
  private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");

  private TestGateway grid;
  private int tasks;

  @BeforeAll
  void start() {
    grid = new TestGateway();
  }

  @AfterAll
  void stop() {
    grid.close();
  }

  private TaskId begun(TaskSpec spec) {
    TaskId id = TaskId.derived("ann", "task" + tasks++);
    grid.board.submit(new NewTask(id, "ann", spec));
    grid.board.apply(id, new TaskEvent.Assign(1, "n", "m"));
    grid.board.apply(id, new TaskEvent.Start(1));
    return id;
  }

  private TaskId ended(TaskSpec spec, TaskResult result) {
    TaskId id = begun(spec);
    grid.board.apply(id, new TaskEvent.Succeed(1, result));
    return id;
  }

  private HttpResponse<String> get(TaskId id, String below) throws Exception {
    return grid.get(grid.ann, "/api/tasks/" + id + below);
  }

  private static Problem problem(HttpResponse<String> answer, int status, ErrorCode code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    Problem problem = TestGateway.read(answer, Problem.class);
    assertThat(problem.code()).isEqualTo(code);
    return problem;
  }

  private ArtifactRef stored(String text) throws IOException {
    return grid.artifacts.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void givesTheJsonThatAJobReturned() throws Exception {
    TaskSpec spec = TaskSpec.java("Job", JAR);
    HttpResponse<String> inline =
        get(ended(spec, new TaskResult(new RawJson("{\"n\":[1,2]}"), null, Map.of())), "/result");
    assertThat(inline.body()).isEqualTo("{\"n\":[1,2]}");
    assertThat(inline.headers().firstValue("Content-Type")).hasValue("application/json");
    String large = "\"" + "é".repeat(100_000) + "\"";
    HttpResponse<String> stored =
        get(ended(spec, new TaskResult(null, stored(large), Map.of())), "/result");
    assertThat(stored.body()).isEqualTo(large);
    assertThat(stored.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(stored.headers().firstValueAsLong("Content-Length")).hasValue(200_002);
    assertThat(get(ended(spec, TaskResult.NONE), "/result").body()).isEqualTo("null");
  }

  @Test
  void saysWhyThereIsNoResult() throws Exception {
    TaskId running = begun(TaskSpec.java("Job", JAR));
    assertThat(problem(get(running, "/result"), 409, ErrorCode.RESULT_NOT_READY).detail())
        .isEqualTo("task " + running + " is RUNNING (expected: SUCCEEDED)");
    problem(get(running, "/outputs/a"), 409, ErrorCode.RESULT_NOT_READY);
    Failure why = Failure.of(ErrorCode.JOB_FAILED, "java.lang.ArithmeticException: / by zero");
    grid.board.apply(running, new TaskEvent.Fail(1, why));
    assertThat(problem(get(running, "/result"), 409, ErrorCode.CONFLICT).detail())
        .endsWith("ended as FAILED: JOB_FAILED: java.lang.ArithmeticException: / by zero");
    TaskId cancelled = begun(TaskSpec.java("Job", JAR));
    grid.board.apply(cancelled, new TaskEvent.Cancel("not needed"));
    assertThat(problem(get(cancelled, "/result"), 409, ErrorCode.CONFLICT).detail())
        .endsWith("ended as CANCELLED: not needed");
  }

  @Test
  void givesTheOutputsOfACommand() throws Exception {
    ArtifactRef out = stored("hello");
    TaskId id =
        ended(
            TaskSpec.command("sh", "-c", "true"), new TaskResult(null, null, Map.of("a.txt", out)));
    assertThat(get(id, "/result").body()).isEqualTo("{\"a.txt\":" + Wire.text(out) + "}");
    HttpResponse<String> bytes = get(id, "/outputs/a.txt");
    assertThat(bytes.body()).isEqualTo("hello");
    assertThat(bytes.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    problem(get(id, "/outputs/b.txt"), 404, ErrorCode.ARTIFACT_NOT_FOUND);
  }

  @Test
  void givesALineForEachItemOfAnArray() throws Exception {
    TaskId id = TaskId.derived("ann", "array");
    TaskSpec plain = TaskSpec.java("Job", JAR);
    TaskSpec spec =
        Wire.read(
            "{\"work\":"
                + Wire.text(plain.work())
                + ",\"array\":{\"count\":25000,\"reduce\":false}}",
            TaskSpec.class);
    assertThat(spec.array()).isEqualTo(new ArraySpec(25_000, null, false));
    grid.board.submit(new NewTask(id, "ann", spec));
    grid.board.apply(
        id,
        new TaskEvent.LeaseRanges(
            List.of(
                new Lease(1, 0, 10_000, "n", "m", AT),
                new Lease(2, 10_000, 25_000, "n", "m", AT))));
    for (long[] range : new long[][] {{2, 10_000, 25_000}, {1, 0, 10_000}}) {
      ItemRange items =
          new ItemRange(id, range[0], range[1], range[2], 0, null, lines(range[1], range[2]), null);
      List<ItemError> none = List.of();
      assertThat(grid.board.commit(items, none).get(20, TimeUnit.SECONDS).accepted()).isTrue();
    }
    HttpResponse<String> answer = get(id, "/result");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    assertThat(answer.body()).isEqualTo(new String(lines(0, 25_000), StandardCharsets.UTF_8));
  }

  @Test
  void followsAnArrayAndTellsWhichItemsFailed() throws Exception {
    TaskId id = TaskId.derived("ann", "growing");
    TaskSpec spec = TaskSpec.java("Job", JAR).withArray(new ArraySpec(30, null, false, 2));
    grid.board.submit(new NewTask(id, "ann", spec));
    List<Lease> leases =
        List.of(new Lease(1, 0, 10, "n", "m", AT), new Lease(2, 10, 30, "n", "m", AT));
    grid.board.apply(id, new TaskEvent.LeaseRanges(leases));
    Failure thrown = Failure.of(ErrorCode.JOB_FAILED, "no such row");
    byte[] bits = {0, 0b10};
    ItemRange late = new ItemRange(id, 2, 10, 30, 1, bits, lines(10, 30), null);
    grid.board.commit(late, List.of(new ItemError(19, thrown))).get(20, TimeUnit.SECONDS);
    var following =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () -> {
              try {
                return get(id, "/result?follow=true&order=arrival").body();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(get(id, "/errors").body()).contains("\"item\":19").contains("no such row");
    assertThat(get(id, "/errors?from=20").body()).isEqualTo("{\"errors\":[]}");
    ItemRange early = new ItemRange(id, 1, 0, 10, 0, null, lines(0, 10), null);
    grid.board.commit(early, List.of()).get(20, TimeUnit.SECONDS);
    List<String> arrived = following.get(30, TimeUnit.SECONDS).lines().toList();
    assertThat(arrived).hasSize(30).doesNotHaveDuplicates();
    assertThat(arrived).contains("{\"item\":0,\"result\":{\"item\":0}}");
    assertThat(get(id, "/result?follow=true").body())
        .isEqualTo(new String(lines(0, 30), StandardCharsets.UTF_8));
    problem(get(id, "/result?follow=true&order=x"), 400, ErrorCode.INVALID_ARGUMENT);
  }

  private static byte[] lines(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(i -> "{\"item\":" + i + "}\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static TaskLogs.Chunk chunk(TaskId id, long first, String... lines) {
    List<TaskLogs.Line> all = new java.util.ArrayList<>();
    for (String line : lines) {
      all.add(new TaskLogs.Line(first + all.size(), AT.plusMillis(first), "stdout", line));
    }
    return new TaskLogs.Chunk(id, 1, "a1", all);
  }

  @Test
  void givesTheLogAsJsonOrAsText() throws Exception {
    TaskId id = begun(TaskSpec.java("Job", JAR));
    grid.logs.append(List.of(chunk(id, 2, "three"), chunk(id, 0, "one", "zwei \"ü\"")));
    List<LogEntry> entries =
        get(id, "/logs").body().lines().map(l -> Wire.read(l, LogEntry.class)).toList();
    assertThat(entries).extracting(LogEntry::n).containsExactly(0L, 1L, 2L);
    assertThat(entries).extracting(LogEntry::text).containsExactly("one", "zwei \"ü\"", "three");
    assertThat(entries.getFirst()).isEqualTo(new LogEntry(0, 1, AT, "stdout", "one"));
    assertThat(get(id, "/logs?after=0").body().lines()).hasSize(2);
    assertThat(get(id, "/logs?after=2").body()).isEmpty();
    HttpResponse<String> text =
        grid.send(
            grid.request(grid.ann, "/api/tasks/" + id + "/logs").setHeader("Accept", "text/plain"));
    assertThat(text.body()).isEqualTo("one\nzwei \"ü\"\nthree\n");
    assertThat(text.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    problem(get(id, "/logs?after=x"), 400, ErrorCode.INVALID_ARGUMENT);
    problem(get(id, "/logs?follow=x"), 400, ErrorCode.INVALID_ARGUMENT);
  }

  @Test
  void followsTheLogUntilTheTaskHasEnded() throws Exception {
    TaskId id = begun(TaskSpec.java("Job", JAR));
    grid.logs.append(List.of(chunk(id, 0, "one")));
    HttpResponse<InputStream> answer =
        grid.http.send(
            grid.request(grid.ann, "/api/tasks/" + id + "/logs?follow=true").build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(text(lines.readLine())).isEqualTo("one");
      grid.logs.append(List.of(chunk(id, 1, "two")));
      assertThat(text(lines.readLine())).isEqualTo("two");
      grid.logs.append(List.of(chunk(id, 2, "three")));
      grid.board.apply(id, new TaskEvent.Succeed(1, TaskResult.NONE));
      assertThat(text(lines.readLine())).isEqualTo("three");
      assertThat(lines.readLine()).isNull();
    }
    assertThat(get(id, "/logs?follow=true").body().lines()).as("of an ended task").hasSize(3);
  }

  private static String text(@Nullable String line) {
    assertThat(line).isNotNull();
    return Wire.read(String.valueOf(line), LogEntry.class).text();
  }

  @Test
  void removesTheLogWithTheTask() throws Exception {
    TaskId id = ended(TaskSpec.java("Job", JAR), TaskResult.NONE);
    grid.logs.append(List.of(chunk(id, 0, "one")));
    assertThat(grid.call("DELETE", grid.ann, "/api/tasks/" + id, null).statusCode()).isEqualTo(204);
    assertThat(grid.logs.read(id)).isEmpty();
    assertThat(grid.board.get(id)).isEmpty();
  }
}
