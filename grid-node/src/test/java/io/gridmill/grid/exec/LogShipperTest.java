package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.store.memory.MemoryTables;
import io.gridmill.grid.task.TaskLogs;
import io.gridmill.job.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogShipperTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final TaskLogs logs = new TaskLogs(new MemoryTables());
  private final LogShipper shipper = new LogShipper(logs, () -> NOW, 10_000);

  @AfterEach
  void close() {
    shipper.close();
  }

  private static TaskOutput output(String name) {
    return new TaskOutput(TaskId.derived("ann", name), 1, "a1");
  }

  private List<TaskLogs.Line> lines(TaskOutput output) {
    return logs.read(output.task).stream().flatMap(chunk -> chunk.lines().stream()).toList();
  }

  @Test
  void keepsLinesInTheirOrderWithTimeAndNumber() throws Exception {
    TaskOutput output = output("one");
    for (int i = 0; i < 1234; i++) {
      shipper.add(output, "stdout", "l" + i);
    }
    shipper.kept(output).get(30, TimeUnit.SECONDS);

    List<TaskLogs.Line> lines = lines(output);
    assertThat(lines).hasSize(1234);
    for (int i = 0; i < 1234; i++) {
      assertThat(lines.get(i)).isEqualTo(new TaskLogs.Line(i, NOW, "stdout", "l" + i));
    }
  }

  @Test
  void keepsLinesThoughNobodyAsks() throws Exception {
    TaskOutput output = output("quiet");
    var seen = new CompletableFuture<String>();
    try (var watch =
        logs.follow(
            output.task, chunks -> seen.complete(chunks.getFirst().lines().getFirst().text()))) {
      shipper.add(output, "log", "hello");
      assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void hasNothingToWaitForWithoutLines() {
    assertThat(shipper.kept(output("silent"))).isCompleted();
  }

  @Test
  void tellsOnceThatATaskWritesTooMuchAndDropsTheRest() throws Exception {
    TaskOutput output = output("much");
    String line = "x".repeat(999);
    for (int i = 0; i < 10; i++) {
      assertThat(shipper.add(output, "stdout", line)).isTrue();
    }
    assertThat(shipper.add(output, "stdout", "y")).isFalse();
    assertThat(shipper.add(output, "stdout", "z")).isTrue();
    shipper.kept(output).get(30, TimeUnit.SECONDS);

    assertThat(lines(output)).hasSize(10);
    assertThat(shipper.tail(output)).endsWith("y\nz");
  }

  @Test
  void remembersTheLastLines() {
    TaskOutput output = output("tail");
    assertThat(shipper.tail(output)).isNull();
    for (int i = 0; i < 50; i++) {
      shipper.add(output, "stdout", "l" + i);
    }
    assertThat(shipper.tail(output)).startsWith("l30\n").endsWith("\nl49");
  }

  @Test
  void keepsWhatCameBeforeItWasClosed() {
    TaskOutput output = output("last");
    shipper.add(output, "stdout", "last words");
    shipper.close();

    assertThat(lines(output)).hasSize(1);
    assertThat(shipper.kept(output)).isCompleted();
  }
}
