package io.gridmill.grid.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.grid.ledger.Entry;
import io.gridmill.grid.ledger.Meter;
import io.gridmill.grid.resource.Maintenance;
import io.gridmill.grid.resource.NodeReport;
import io.gridmill.grid.resource.Offer;
import io.gridmill.grid.store.Packed;
import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.GridException;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What the release before has written into rows, and says to nodes, is read as it was meant; and
 * what the next one adds to it is passed over. {@code -Dgolden.write=true} writes the files that do
 * not exist yet; those that do stay as they are until that release is of no more concern.
 */
class FormerReleaseTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/gridmill/grid/former");
  private static final Instant AT = Instant.parse("2026-11-01T12:00:00.5Z");
  private static final TaskId ID = TaskId.derived("ann", "task");
  private static final TaskId FIRST = TaskId.derived("ann", "first");
  private static final ArtifactRef REF = new ArtifactRef("ab".repeat(32), 7);
  private static final Attempt ATTEMPT = new Attempt(2, "n1", "member-1", AT);
  private static final Failure LOST = new Failure(ErrorCode.NODE_LOST, "it left", "a\ntrace");

  private static TaskSpec spec(boolean array) {
    return new TaskSpec(
        "a name",
        new Work.Java(List.of(REF), "a.Job"),
        array ? new ArraySpec(100, null, true) : null,
        new RawJson("{\"x\":[1,2]}"),
        Map.of("in.txt", REF),
        new ResourceRequest(2, ByteSize.ofMiB(512), 1, ByteSize.ofMiB(1024), 0.5),
        Constraint.parse("region == eu && gpu.memory >= 8GiB"),
        7,
        new RetryPolicy(5, Duration.ofSeconds(2), Duration.ofMinutes(3), true),
        Duration.ofHours(2),
        Duration.ofMinutes(10),
        List.of(FIRST),
        List.of(new Webhook(URI.create("https://hooks.example/a"), null)),
        Map.of("team", "blue"),
        Scheduling.DEFAULT
            .withProject("films")
            .withDeadline(AT.plusSeconds(60))
            .withExpected(Duration.ofMinutes(1))
            .withPreemptible(true)
            .withSpread("rack"),
        null,
        null);
  }

  private static Task task(TaskState state, boolean array) {
    ArrayState items =
        new ArrayState(
            100,
            List.of(new Interval(0, 10)),
            List.of(new Lease(3, 10, 20, "n1", "member-1", AT, 2L)),
            4,
            1,
            List.of(new ItemError(5, LOST)),
            Map.of("n1", 10L),
            List.of(new ArrayState.Crash(10, 1)),
            List.of(new Suspect(30, 31, 2, AT)),
            List.of(new Credit(0, 10, 1)),
            List.of(new Interval(40, 41)),
            null);
    return new Task(
        ID,
        9,
        "ann",
        spec(array),
        AT,
        state,
        2,
        1,
        AT,
        new Progress(10, 100, 1, "half"),
        REF,
        LOST,
        array ? items : null,
        List.of(
            new Effect.Notify("9.0", 0, TaskStatus.RUNNING, 9),
            new Effect.Signal(
                "9.1", "member-1", new Effect.Held(ID, 2, null), Effect.Action.YIELD)),
        Map.of("in2", new GivenInput(REF, null, null)));
  }

  private static Task charged() {
    Meter meter = new Meter("bob", 250_000, AT, AT.plusSeconds(7));
    Attempt attempt = new Attempt(2, "n1", "member-1", AT, null, meter);
    Task task = task(new TaskState.Running(attempt), true);
    Lease lease = new Lease(3, 10, 20, "n1", "member-1", AT, 2L, meter);
    return new Task(
        ID,
        9,
        "ann",
        task.spec(),
        AT,
        task.state(),
        2,
        1,
        AT,
        null,
        null,
        null,
        ArrayState.fresh(100).with(List.of(lease)),
        List.of(
            new Effect.Charge("9.0", 1, null, "n1", meter, "operator"),
            new Effect.Charge("9.1", 1, 2L, "n2", meter, null)));
  }

  private static Map<String, Object> samples() {
    Map<String, Object> all = new LinkedHashMap<>();
    TaskResult result = new TaskResult(new RawJson("42"), REF, Map.of("out", REF));
    all.put("task-waiting", task(new TaskState.Waiting(List.of(FIRST)), false));
    all.put("task-queued", task(new TaskState.Queued(AT), false));
    all.put("task-assigned", task(new TaskState.Assigned(ATTEMPT), false));
    all.put("task-running", task(new TaskState.Running(ATTEMPT.yieldingFor("why")), false));
    all.put("task-items", task(new TaskState.Spread(), true));
    all.put("task-paused", task(new TaskState.Paused(ATTEMPT, List.of(FIRST)), false));
    all.put("task-succeeded", task(new TaskState.Succeeded(AT, ATTEMPT, result), false));
    all.put("task-failed", task(new TaskState.Failed(AT, ATTEMPT, LOST), false));
    all.put("task-cancelled", task(new TaskState.Cancelled(AT, "enough"), false));
    all.put("task-expired", task(new TaskState.Expired(AT), false));
    all.put("task-charged", charged());
    all.put(
        "events",
        new RowUpdates.Events(
            List.of(
                new TaskEvent.Release(FIRST, result, false),
                new TaskEvent.Block(FIRST, TaskStatus.FAILED),
                new TaskEvent.Assign(2, "n1", "member-1"),
                new TaskEvent.Start(2),
                new TaskEvent.Report(2, new Progress(1, 2, 0, null)),
                new TaskEvent.Save(2, REF),
                new TaskEvent.Succeed(2, result),
                new TaskEvent.Fail(2, LOST),
                new TaskEvent.Lose(2, "it left"),
                new TaskEvent.HandBack(2, "busy"),
                new TaskEvent.LeaseRanges(List.of(new Lease(3, 10, 20, "n1", "member-1", AT))),
                new TaskEvent.Commit(3, 10, 20, 1, List.of(new ItemError(11, LOST))),
                new TaskEvent.EndLease(3, LOST),
                new TaskEvent.Preempt(2, "why"),
                new TaskEvent.Recall(3, "why"),
                new TaskEvent.Pause(),
                new TaskEvent.Resume(),
                new TaskEvent.Cancel("enough"),
                new TaskEvent.Expire(),
                new TaskEvent.Settle(List.of("9.0"))),
            AT,
            true));
    all.put("answer", new RowUpdates.Answer(List.of("", "is queued"), null));
    all.put(
        "orders",
        new Orders.Run(
            List.of(
                new Orders.Order(
                    ID,
                    "ann",
                    spec(true),
                    Orders.Part.ITEMS,
                    2,
                    new Lease(3, 10, 20, "n1", "member-1", AT),
                    REF))));
    all.put(
        "refused",
        new Orders.Refused(List.of(new Orders.Refusal(new Effect.Held(ID, 2, 3L), LOST))));
    all.put(
        "signals",
        new Orders.Signals(
            List.of(new Orders.SignalOrder(new Effect.Held(ID, 2, null), Effect.Action.STOP))));
    all.put("holding", new Orders.Holding(List.of(new Effect.Held(ID, 2, 3L))));
    all.put("schedule", new Orders.Schedule(Map.of("n1", "it left 3 times"), 17, null));
    all.put("how-goes", new Orders.HowGoes());
    Offer offer =
        new Offer("member-1", "n1", 8, ByteSize.ofMiB(4096), List.of(), Map.of("region", "eu"));
    all.put("report", new NodeReport(offer, 12, AT, 3, 4));
    all.put("entry", entry(charged().owed().getLast()));
    all.put("window", new Maintenance.Window("n1", AT, AT.plusSeconds(60), "new disks"));
    return all;
  }

  private static Entry entry(Effect effect) {
    return ((Effect.Charge) effect).entry(charged());
  }

  private static Path file(String name) {
    return GOLDEN.resolve(name + ".json");
  }

  private static Path packed(String name) {
    return GOLDEN.resolve(name + ".packed");
  }

  private static void writeIfAbsent(Path file, String text) throws IOException {
    if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text + "\n");
    }
  }

  @Test
  void readsWhatTheFormerReleaseWrote() throws Exception {
    for (Map.Entry<String, Object> sample : samples().entrySet()) {
      Path file = file(sample.getKey());
      writeIfAbsent(file, Wire.text(sample.getValue()));
      assertThat((Object) Wire.readOwn(Files.readString(file), sample.getValue().getClass()))
          .as(sample.getKey())
          .isEqualTo(sample.getValue());
    }
  }

  @Test
  void readsWhatTheFormerReleaseWroteInBinaryForm() throws Exception {
    for (Map.Entry<String, Object> sample : samples().entrySet()) {
      Path file = packed(sample.getKey());
      byte[] now = Packed.bytes(sample.getValue());
      writeIfAbsent(file, Base64.getMimeEncoder().encodeToString(now));
      byte[] then = Base64.getMimeDecoder().decode(Files.readString(file).strip());
      assertThat((Object) Packed.read(then, sample.getValue().getClass()))
          .as(sample.getKey())
          .isEqualTo(sample.getValue());
    }
  }

  @Test
  void passesOverFieldsOfTheNextRelease() throws Exception {
    for (Map.Entry<String, Object> sample : samples().entrySet()) {
      String more =
          Files.readString(file(sample.getKey()))
              .replaceFirst("^\\{(.)", "{\"next\":[1,{\"a\":null}],$1")
              .replace("\"next\":[1,{\"a\":null}],}", "\"next\":[1,{\"a\":null}]}")
              .replaceFirst("\"state\":\\{", "\"state\":{\"next\":1,")
              .replaceFirst("\"resources\":\\{", "\"resources\":{\"next\":{},")
              .replaceFirst("\"attempt\":\\{", "\"attempt\":{\"next\":\"\",");
      assertThat((Object) Wire.readOwn(more, sample.getValue().getClass()))
          .as(sample.getKey())
          .isEqualTo(sample.getValue());
    }
  }

  @Test
  void saysOfAnEventOfTheNextReleaseThatItIsUnknown() throws Exception {
    String events = Files.readString(file("events")).replaceFirst("(?i)\"pause\"", "\"dance\"");
    assertThatThrownBy(() -> Wire.readOwn(events, RowUpdates.Events.class))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("dance");
  }
}
