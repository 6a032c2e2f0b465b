package io.gridmill.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LineStreamTest {
  private final List<String> lines = new ArrayList<>();
  private final LineStream stream = new LineStream(lines::add);

  private void write(String text) throws IOException {
    stream.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Example
  void cutsWhatIsWrittenIntoLines() throws IOException {
    write("one\ntwo\r\n\nthr");
    write("ee");

    assertThat(lines).containsExactly("one", "two", "");
    stream.endLine();
    assertThat(lines).containsExactly("one", "two", "", "three");
    stream.endLine();
    assertThat(lines).hasSize(4);
  }

  @Example
  void cutsTheEndOfALineThatIsTooLong() throws IOException {
    write("x".repeat(LineStream.MAX_LINE) + "\n");
    write("y".repeat(3 * LineStream.MAX_LINE) + "\nz\n");

    assertThat(lines)
        .containsExactly(
            "x".repeat(LineStream.MAX_LINE), "y".repeat(LineStream.MAX_LINE) + LineStream.CUT, "z");
  }

  @Property(tries = 200)
  void givesTheSameLinesHoweverTheyAreWritten(
      @ForAll @Size(max = 30) List<@IntRange(max = 60) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 50) int step)
      throws IOException {
    lines.clear();
    StringBuilder text = new StringBuilder();
    lengths.forEach(length -> text.append("ä".repeat(length)).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += step) {
      stream.write(bytes, at, Math.min(step, bytes.length - at));
    }

    assertThat(lines).containsExactlyElementsOf(text.toString().lines().toList());
  }
}
