package io.gridmill.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridmill.job.ArtifactRef;
import io.gridmill.job.GridException;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.Work;
import io.gridmill.job.client.BatchLine;
import io.gridmill.job.wire.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlikeLinesTest {
  private static final ArtifactRef JAR = new ArtifactRef("0123456789abcdef".repeat(4), 4);
  private static final TaskSpec SPEC =
      TaskSpec.java("com.example.Job", JAR).withInput(new RawJson("1"));

  private final AlikeLines lines = new AlikeLines();

  private static byte[] line(String key, String input) {
    return Wire.bytes(new BatchLine(key, SPEC.withInput(new RawJson(input))));
  }

  private static String asText(byte[] line) {
    return new String(line, UTF_8);
  }

  private BatchLine readAsEver(String line) {
    BatchLine read = lines.read(line.getBytes(UTF_8));
    assertThat(read).isEqualTo(Wire.read(line, BatchLine.class));
    return read;
  }

  @Test
  void sharesWhatIsTheSameInAllLines() {
    TaskSpec first = lines.read(line("a", "1")).spec();
    for (String input :
        List.of("2", "-3.5e2", "true", "\"a\\\"}\"", "[1,{\"input\":2}]", "{\"a\":[]}", "{}")) {
      byte[] next = line("key of " + input.length(), input);
      BatchLine read = lines.read(next);
      assertThat(read).isEqualTo(Wire.read(next, BatchLine.class));
      assertThat(read.spec().work()).isSameAs(first.work());
      assertThat(read.spec().resources()).isSameAs(first.resources());
    }
  }

  @Test
  void readsWhatDiffersElsewhereAsAWhole() {
    lines.read(line("a", "1"));
    TaskSpec other = SPEC.withInput(new RawJson("1"));
    byte[] next =
        Wire.bytes(
            new BatchLine(
                "b",
                new TaskSpec(
                    "other name",
                    new Work.Java(List.of(JAR), "com.example.Other"),
                    null,
                    other.input(),
                    null,
                    null,
                    null,
                    3,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)));
    assertThat(lines.read(next)).isEqualTo(Wire.read(next, BatchLine.class));
    assertThat(lines.read(next).spec().priority()).isEqualTo(3);
  }

  @Test
  void readsKeysAndInputsThatAreWrittenOtherwiseAsEver() {
    lines.read(line("a", "1"));
    String plain = asText(line("k", "17"));
    readAsEver(plain.replace("\"k\"", "\"\\u006b\""));
    readAsEver(plain);
    readAsEver(plain.replace("\"k\"", "null"));
    readAsEver(plain);
    readAsEver(plain.replace(":17", ": 17 "));
    readAsEver(plain);
    readAsEver(plain.replace(":17", ":null"));
    readAsEver(plain);
    readAsEver(plain.replace(":17", ":\"ü\""));
    readAsEver(plain.replace(":17", ":\"x\\ny\""));
  }

  @Test
  void refusesABadInputLikeABadLine() {
    lines.read(line("a", "1"));
    String good = asText(line("k", "17"));
    for (String bad :
        List.of(":1 7", ":", ":01", ":tru", ":\"a", ":[1", ":17,\"nme\":1", ":1}", ":{\"a\"}")) {
      byte[] line = good.replace(":17", bad).getBytes(UTF_8);
      assertThatThrownBy(() -> Wire.read(line, BatchLine.class)).isInstanceOf(GridException.class);
      lines.read(line("a", "1"));
      assertThatThrownBy(() -> lines.read(line)).isInstanceOf(GridException.class);
      assertThat(lines.read(good.getBytes(UTF_8)).spec().input()).isEqualTo(new RawJson("17"));
    }
  }

  @Test
  void takesNoFieldOfAnotherPlaceForTheInput() {
    String like = Wire.text(new BatchLine("a", SPEC));
    readAsEver(like);
    String labelled = like.replace("\"labels\":{}", "\"labels\":{\"input\":\"x\"}");
    readAsEver(labelled);
    assertThat(readAsEver(labelled.replace("\"input\":\"x\"", "\"input\":\"y\"")).spec().labels())
        .containsEntry("input", "y");
  }

  @Test
  void refusesAnInputThatIsTooLong() {
    lines.read(line("a", "1"));
    byte[] line =
        asText(line("b", "1"))
            .replace("\"input\":1", "\"input\":\"" + "x".repeat(70_000) + "\"")
            .getBytes(UTF_8);
    assertThatThrownBy(() -> lines.read(line))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("input");
  }
}
