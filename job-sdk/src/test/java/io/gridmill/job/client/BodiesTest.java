package io.gridmill.job.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.wire.Wire;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BodiesTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final TaskId ID = TaskId.derived("me", "first");
  private static final ArtifactRef REF = new ArtifactRef("ab".repeat(32), 1234);
  private static final TaskView TASK =
      new TaskView(
          ID,
          4,
          "me",
          TaskStatus.SUCCEEDED,
          1,
          "node-1",
          new Progress(3, 10, 0, "half way"),
          AT,
          AT,
          AT,
          null,
          new RawJson("[1,2]"),
          null,
          Map.of("out.png", REF),
          Map.of(),
          null,
          TaskSpec.command("convert", "in.png", "out.png"));

  /** One of each body, in the order of the golden file. */
  private static final List<Object> BODIES =
      List.of(
          new BatchLine("key-1", TaskSpec.java("com.example.Job", REF)),
          BatchAnswer.accepted(ID),
          BatchAnswer.refused(Refusal.of(GridException.invalid("priority", 300, "-100 to 100"))),
          new Problem(
              "https://gridmill.io/errors/internal",
              "A defect of the grid",
              500,
              ErrorCode.INTERNAL,
              null,
              null,
              "4f2a"),
          new TaskPage(List.of(TASK), "cursor"),
          new TaskIds(List.of(ID)),
          new StatusChange(TaskStatus.PAUSED, "the weekend"),
          new LogEntry(12, 1, AT, "stdout", "hello"),
          TaskEventView.of(TASK),
          new TaskEventView(
              ID,
              9,
              TaskStatus.FAILED,
              3,
              null,
              null,
              null,
              Failure.of(ErrorCode.WORKER_CRASHED, "ended by signal 11"),
              null),
          new Upload("u1", REF.sha256(), 1234, 0, 1 << 20),
          new ResourceView(
              "n1",
              "attic",
              List.of("core", "provider"),
              ResourceView.Status.UP,
              8,
              5,
              ByteSize.ofMiB(16384),
              List.of(new DeviceView("n1/0", "H200", ByteSize.ofMiB(143771), "ptx", "NVIDIA")),
              Map.of("region", "eu"),
              Map.of("gpu.count", "1"),
              3,
              AT,
              "gets no work for 5 s: it left 2 times"),
          new DeliveryView(
              "d1",
              ID,
              URI.create("https://example.com/hook"),
              TaskStatus.FAILED,
              12,
              "503",
              null,
              DeliveryView.State.DEAD),
          new WebhookCall("d1", TaskEventView.of(TASK), AT),
          new WebhookSecret("s3cret"),
          new Me("me", Role.CONSUMER, "k1"),
          new KeyRequest("me@example.com", Role.PROVIDER),
          new NewKey("k1", "me", Role.CONSUMER, "gm_k1_s3cret"),
          new KeyView("k1", "me", Role.OPERATOR, AT, null),
          Health.up(3),
          Health.down("no node answers"));

  private static List<String> golden() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(BodiesTest.class.getResourceAsStream("bodies.ndjson"))) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @Test
  void areWrittenAsTheirGoldenFileAndReadBack() throws Exception {
    List<String> golden = golden();

    assertThat(BODIES.stream().map(Wire::text)).containsExactlyElementsOf(golden);
    for (int i = 0; i < BODIES.size(); i++) {
      assertThat(Wire.read(golden.get(i), BODIES.get(i).getClass())).isEqualTo(BODIES.get(i));
    }
  }

  @Test
  void hideSecretsFromLogs() {
    assertThat(BODIES.toString()).doesNotContain("s3cret");
    assertThat(Credentials.of("gm_k1_s3cret")).hasToString("***");
  }

  @ParameterizedTest
  @EnumSource(
      value = TaskStatus.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAUSED", "RUNNING", "CANCELLED"})
  void refuseAStatusThatNobodyCanAskFor(TaskStatus status) {
    assertThatThrownBy(() -> new StatusChange(status, null))
        .hasMessage("status: " + status + " (expected: PAUSED, RUNNING or CANCELLED)");
  }
}
