package io.gridmill.job.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.ByteSize;
import io.gridmill.job.Constraint;
import io.gridmill.job.DependencyRule;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.Replication;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.RetryPolicy;
import io.gridmill.job.Scheduling;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskOutput;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A client, a command line or a script of the release before works with a gateway of this one: what
 * it sends is understood, and what it reads is there. A client of this release passes over what a
 * gateway of the next one adds. {@code -Dgolden.write=true} writes the files that do not exist yet;
 * those that do stay as they are until that release is of no more concern.
 */
class FormerReleaseBodiesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/gridmill/job/client/former");
  private static final Instant AT = Instant.parse("2026-11-01T12:00:00.5Z");
  private static final TaskId ID = TaskId.derived("ann", "task");
  private static final TaskId FIRST = TaskId.derived("ann", "first");
  private static final ArtifactRef REF = new ArtifactRef("ab".repeat(32), 1234);
  private static final Progress HALF = new Progress(3, 10, 1, "half way");
  private static final Failure FAILURE = new Failure(ErrorCode.JOB_FAILED, "seven", "a\ntrace");

  /** Fields whose own fields have names that nobody but the user knows. */
  private static final Set<String> MAPS =
      Set.of(
          "inputs",
          "inputsFrom",
          "labels",
          "environment",
          "outputs",
          "itemsByNode",
          "attributes",
          "input",
          "result");

  private static TaskSpec spec() {
    return new TaskSpec(
        "a name",
        new Work.Java(List.of(REF), "a.Job"),
        new ArraySpec(100, REF, true, 5, true),
        new RawJson("{\"x\":[1,2]}"),
        Map.of("in.txt", REF),
        new ResourceRequest(2, ByteSize.ofMiB(512), 1, ByteSize.ofMiB(1024), 0.5),
        Constraint.parse("region == eu && gpu.memory >= 8GiB"),
        7,
        new RetryPolicy(5, Duration.ofSeconds(2), Duration.ofMinutes(3), true),
        Duration.ofHours(2),
        Duration.ofMinutes(10),
        List.of(FIRST),
        List.of(new Webhook(URI.create("https://hooks.example/a"), Set.of(TaskStatus.FAILED))),
        Map.of("team", "blue"),
        new Scheduling(
            "films",
            AT,
            Duration.ofMinutes(1),
            true,
            true,
            List.of(Constraint.parse("fast == yes")),
            "rack",
            "zone",
            null,
            new BigDecimal("1.5"),
            0.9),
        DependencyRule.ALL_SUCCEEDED,
        null,
        Map.of("in2.txt", new TaskOutput(FIRST, null, "out.txt")));
  }

  private static TaskSpec plain(
      Work work, @Nullable Scheduling scheduling, @Nullable Replication replication) {
    return new TaskSpec(
        "a name",
        work,
        null,
        null,
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        scheduling,
        DependencyRule.ALL_ENDED,
        replication);
  }

  private static TaskView view(TaskStatus status, @Nullable Failure failure) {
    return new TaskView(
        ID,
        9,
        "ann",
        status,
        2,
        "n1",
        HALF,
        AT,
        AT,
        AT,
        failure,
        failure == null ? new RawJson("[1,2]") : null,
        REF,
        Map.of("out.png", REF),
        Map.of("n1", 10L),
        "a reason",
        spec());
  }

  /** What is sent to a gateway, which takes no field that it does not know. */
  private static Map<String, Object> requests() {
    Work java = new Work.Java(List.of(REF), "a.Job");
    Work command = new Work.Command(List.of("sh", "-c", "true"), List.of("o"), Map.of("A", "b"));
    Scheduling.Gang gang = new Scheduling.Gang("a gang", 3);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("spec", spec());
    all.put("spec-replicas", plain(java, null, new Replication(3, 2, "a.Comparator", 0.5)));
    all.put("spec-gang", plain(command, Scheduling.DEFAULT.withGang(gang), null));
    all.put("batch-line", new BatchLine("key-1", spec(), List.of("key-0")));
    all.put("ids", new TaskIds(List.of(ID)));
    all.put("status", new StatusChange(TaskStatus.PAUSED, "the weekend"));
    all.put("upload", REF);
    all.put("key", new KeyRequest("me@example.com", Role.PROVIDER));
    all.put("maintenance", new MaintenancePlan(AT, AT.plusSeconds(60), "new disks"));
    return all;
  }

  /** What a gateway answers with. */
  private static Map<String, Object> answers() {
    TaskView view = view(TaskStatus.SUCCEEDED, null);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("task", view);
    all.put("task-failed", view(TaskStatus.FAILED, FAILURE));
    all.put("page", new TaskPage(List.of(view), "cursor"));
    all.put("event", TaskEventView.of(view));
    all.put("event-failed", TaskEventView.of(view(TaskStatus.FAILED, FAILURE)));
    all.put("accepted", BatchAnswer.accepted(ID));
    all.put(
        "refused",
        BatchAnswer.refused(new Refusal(ErrorCode.INVALID_ARGUMENT, "priority: 300", "priority")));
    all.put(
        "problem",
        new Problem(
            "https://gridmill.io/errors/invalid-argument",
            "A field is wrong",
            400,
            ErrorCode.INVALID_ARGUMENT,
            "priority: 300 (expected: -100 to 100)",
            "priority",
            "4f2a"));
    all.put("log", new LogEntry(12, 1, AT, "stdout", "hello"));
    all.put("item-errors", new ItemErrors(List.of(new ItemErrors.One(5, FAILURE)), 6L));
    all.put("why", new Explanation(List.of("no node has 64 cores"), AT));
    all.put("upload", new Upload("u1", REF.sha256(), 1234, 0, 1 << 20));
    all.put("artifact", REF);
    all.put(
        "node",
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
            "it left 2 times"));
    all.put("maintenance", new MaintenancePlan(AT, AT.plusSeconds(60), "new disks"));
    DeliveryView.State dead = DeliveryView.State.DEAD;
    URI hook = URI.create("https://hooks.example/a");
    all.put("delivery", new DeliveryView("d1", ID, hook, TaskStatus.FAILED, 12, "503", AT, dead));
    all.put("webhook", new WebhookCall("d1", TaskEventView.of(view), AT));
    all.put("webhook-secret", new WebhookSecret("s3cret"));
    all.put("me", new Me("me", Role.CONSUMER, "k1"));
    all.put("new-key", new NewKey("k1", "me", Role.CONSUMER, "gm_k1_s3cret"));
    all.put("key", new KeyView("k1", "me", Role.OPERATOR, AT, AT));
    all.put("health", Health.up(3));
    all.put("health-down", Health.down("no node answers"));
    return all;
  }

  /** The JSON of each sample as it was, by its name. */
  private static Map<String, String> golden(String name, Map<String, Object> samples)
      throws IOException {
    Path file = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.write") && !Files.exists(file)) {
      List<String> lines = new ArrayList<>();
      samples.forEach((sample, value) -> lines.add(sample + " " + Wire.text(value)));
      Files.createDirectories(GOLDEN);
      Files.write(file, lines);
    }
    Map<String, String> golden =
        Files.readAllLines(file).stream()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    assertThat(golden.keySet()).isEqualTo(samples.keySet());
    return golden;
  }

  private static String of(Map<String, String> golden, String name) {
    return Objects.requireNonNull(golden.get(name), name);
  }

  @Test
  void understandsRequestsOfTheFormerRelease() throws IOException {
    Map<String, String> golden = golden("requests", requests());
    requests()
        .forEach(
            (name, meant) ->
                assertThat((Object) Wire.read(of(golden, name), meant.getClass()))
                    .as(name)
                    .isEqualTo(meant));
  }

  @Test
  void answersWithAllThatTheFormerReleaseReads() throws IOException {
    Map<String, String> golden = golden("answers", answers());
    answers()
        .forEach(
            (name, answer) ->
                assertHolds(
                    name,
                    Wire.readOwn(Wire.text(answer), Map.class),
                    Wire.readOwn(of(golden, name), Map.class)));
  }

  /** What was there before is there, and the same; there may be more. */
  private static void assertHolds(String where, @Nullable Object now, @Nullable Object before) {
    switch (before) {
      case Map<?, ?> fields -> {
        assertThat(now).as(where).isInstanceOf(Map.class);
        Map<?, ?> present = (Map<?, ?>) Objects.requireNonNull(now);
        fields.forEach((name, value) -> assertHolds(where + "." + name, present.get(name), value));
      }
      case List<?> elements -> {
        assertThat(now).as(where).isInstanceOf(List.class);
        List<?> present = (List<?>) Objects.requireNonNull(now);
        assertThat(present).as(where).hasSize(elements.size());
        for (int i = 0; i < elements.size(); i++) {
          assertHolds(where + "[" + i + "]", present.get(i), elements.get(i));
        }
      }
      case null, default -> assertThat(now).as(where).isEqualTo(before);
    }
  }

  @Test
  void readsAnswersOfTheFormerReleaseAndPassesOverWhatTheNextOneAdds() throws IOException {
    Map<String, String> golden = golden("answers", answers());
    answers()
        .forEach(
            (name, meant) -> {
              String then = of(golden, name);
              String next = Wire.text(more(Wire.readOwn(then, Map.class)));
              assertThat(next).contains("\"next\":");
              for (String json : List.of(then, next)) {
                assertThat((Object) Wire.readOwn(json, meant.getClass())).as(json).isEqualTo(meant);
              }
            });
  }

  /** The same with a field more in every object of ours. */
  private static Map<String, @Nullable Object> more(Map<?, ?> object) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("next", List.of(1, Map.of("a", true)));
    object.forEach(
        (name, value) ->
            more.put(
                String.valueOf(name),
                MAPS.contains(String.valueOf(name)) ? value : moreWithin(value)));
    return more;
  }

  private static @Nullable Object moreWithin(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> object -> more(object);
      case List<?> list -> list.stream().map(FormerReleaseBodiesTest::moreWithin).toList();
      case null, default -> value;
    };
  }

  @Test
  void takesAnErrorCodeOfTheNextReleaseForOneThatItKnows() throws IOException {
    String failed = of(golden("answers", answers()), "event-failed");
    String next = failed.replace("JOB_FAILED", "JOB_FELL_ASLEEP");

    TaskEventView event = Wire.readOwn(next, TaskEventView.class);

    assertThat(event.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(event.failure()).isEqualTo(new Failure(ErrorCode.INTERNAL, "seven", "a\ntrace"));
    assertThat(Wire.readOwn("[" + next + "]", TaskEventView[].class)).containsExactly(event);
  }
}
