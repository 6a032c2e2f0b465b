package io.gridmill.job.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ArraySpec;
import io.gridmill.job.ArtifactRef;
import io.gridmill.job.Constraint;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.ResourceRequest;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.Webhook;
import io.gridmill.job.Work;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {
  private static final ArtifactRef JAR = new ArtifactRef("ab".repeat(32), 1234);

  private static TaskSpec full() {
    return new TaskSpec(
        "all of it",
        new Work.Java(List.of(JAR), "com.example.Job"),
        new ArraySpec(10, null, false),
        new RawJson("{\"n\":3}"),
        Map.of("data.csv", JAR),
        ResourceRequest.DEFAULT,
        Constraint.parse("region in (eu, us)"),
        7,
        null,
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        List.of(TaskId.derived("me", "first")),
        List.of(new Webhook(URI.create("https://example.com/hook"), Set.of(TaskStatus.FAILED))),
        Map.of("team", "a"),
        null,
        null,
        null);
  }

  private static String golden(String name) throws IOException {
    try (var in = WireTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8).strip();
    }
  }

  @Test
  void writesATaskSpecAsItsGoldenFile() throws Exception {
    String golden = golden("task-spec.json");
    assertThat(Wire.text(full())).isEqualTo(golden);
    assertThat(Wire.read(golden, TaskSpec.class)).isEqualTo(full());
  }

  @Test
  void readsATaskSpecOfTheFirstRelease() throws Exception {
    assertThat(Wire.read(golden("task-spec-1.0.json"), TaskSpec.class)).isEqualTo(full());
  }

  @Test
  void fillsInWhatIsLeftOut() {
    TaskSpec spec =
        Wire.read("{\"work\":{\"kind\":\"command\",\"argv\":[\"true\"]}}", TaskSpec.class);
    assertThat(spec).isEqualTo(TaskSpec.command("true"));
    assertThat(spec.timeLimit()).isEqualTo(Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"priority\":\"x\"}"
            + "|priority: x (expected: a whole number)",
        "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"priority\":300}"
            + "|priority: 300 (expected: -100 to 100)",
        "{\"work\":{\"kind\":\"magic\"}}|work.kind: magic (expected: a kind of work)",
        "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"timeLimit\":\"5 min\"}"
            + "|timeLimit: 5 min (expected: an ISO-8601 duration such as PT30S)",
        "{}|work: missing (expected: {\"kind\":\"java\",…} or {\"kind\":\"command\",…})",
        "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"constraint\":{}}"
            + "|constraint: another type (expected: a constraint)",
        "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"resources\":{\"memory\":[1]}}"
            + "|resources.memory: another type (expected: a size such as 512MiB)",
        "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"resources\":{\"memory\":\"4 apples\"}}"
            + "|resources.memory: 4 apples (expected: a size such as 512MiB, 24GiB or 1500000)",
        "{\"work\":|body: malformed at line 1 column 9 (expected: JSON of a TaskSpec)",
        "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"constraint\":\"gpu >\"}"
            + "|constraint: gpu > (expected: a value at its end)",
      })
  void saysWhichFieldIsWrongAndWhatWasExpected(String json, String message) {
    assertThatThrownBy(() -> Wire.read(json, TaskSpec.class))
        .isInstanceOf(GridException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAFieldThatTheTypeDoesNotHave() {
    assertThatThrownBy(
            () ->
                Wire.read(
                    "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"prio\":1}",
                    TaskSpec.class))
        .hasMessageStartingWith("prio: unknown field (expected: one of ");
  }

  @Test
  void readsItsOwnRowsOfANewerRelease() {
    TaskSpec spec =
        Wire.readOwn(
            "{\"work\":{\"kind\":\"command\",\"argv\":[\"a\"]},\"prio\":1}".getBytes(UTF_8),
            TaskSpec.class);
    assertThat(spec).isEqualTo(TaskSpec.command("a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"3", "\"text\"", "{\"a\":[1,2.50,null]}", "null", "true"})
  void keepsRawJsonAsItIs(String json) {
    RawJson raw = Wire.read("{\"raw\":" + json + "}", Holder.class).raw();
    assertThat(Wire.text(new Holder(raw))).isEqualTo("{\"raw\":" + json + "}");
  }

  record Holder(RawJson raw) {}

  record Settings(int port, Map<String, String> labels) {}

  @Test
  void readsConfigurationFromProperties() {
    assertThat(Wire.readProperties(Map.of("port", "80", "labels.region", "eu"), Settings.class))
        .isEqualTo(new Settings(80, Map.of("region", "eu")));
    assertThatThrownBy(() -> Wire.readProperties(Map.of("prot", "80"), Settings.class))
        .hasMessage("prot: unknown field (expected: one of labels, port)");
  }

  record Place(Path file) {}

  @Test
  void writesPathsAsPeopleWriteThem() {
    Place place = new Place(Path.of("/tmp/operator.key"));
    assertThat(Wire.text(place)).isEqualTo("{\"file\":\"/tmp/operator.key\"}");
    assertThat(Wire.read(Wire.text(place), Place.class)).isEqualTo(place);
    assertThat(Wire.text(Map.of("file", place.file()))).isEqualTo(Wire.text(place));
    assertThat(Wire.readProperties(Map.of("file", "a/b"), Place.class))
        .isEqualTo(new Place(Path.of("a/b")));
  }

  record Span(int from, int to) {
    boolean isEmpty() {
      return from == to;
    }

    public boolean isOne() {
      return to == from + 1;
    }

    public int getLength() {
      return to - from;
    }
  }

  @Test
  void writesOnlyTheComponentsOfARecord() {
    assertThat(Wire.text(new Span(3, 4))).isEqualTo("{\"from\":3,\"to\":4}");
  }
}
