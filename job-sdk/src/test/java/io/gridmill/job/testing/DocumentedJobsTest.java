package io.gridmill.job.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gridmill.job.testing.DocumentedJobs.Pi;
import io.gridmill.job.testing.DocumentedJobs.WordCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentedJobsTest {
  @AutoClose private final LocalGrid grid = LocalGrid.create();

  @Test
  void countsWords() {
    var counts = grid.run(WordCount.class, new WordCount.Text("to be or not to be", 2));
    assertEquals(Map.of("be", 2, "to", 2), counts.byWord());
    assertEquals(List.of("2 words"), grid.lastRun().logTexts());
  }

  @Test
  void comesCloseToPi() {
    grid.sharedInput(1000);
    assertEquals(Math.PI, grid.reduce(Pi.class, 1000), 0.01);
  }

  @ParameterizedTest
  @ValueSource(strings = {"WordCount", "Pi"})
  void isWhatTheDocumentationShows(String job) throws IOException {
    String shown = Files.readString(Path.of("src/main/java/io/gridmill/job/run/package-info.java"));
    String tested =
        Files.readString(Path.of("src/test/java/io/gridmill/job/testing/DocumentedJobs.java"));
    List<String> lines = linesOf(tested, "  public static final class " + job);
    assertThat(lines).hasSizeGreaterThan(15);
    assertThat(shown.replaceAll("(?m)^ \\* ?", ""))
        .contains(String.join("\n", lines).replace("public static final", "public final"));
  }

  /** A member class, with its indentation and what only the checks of this build want taken off. */
  private static List<String> linesOf(String source, String start) {
    String from = source.substring(source.indexOf(start));
    return from.substring(0, from.indexOf("\n  }\n") + 4)
        .lines()
        .filter(line -> !line.contains("@SuppressWarnings"))
        .map(line -> line.startsWith("  ") ? line.substring(2) : line)
        .toList();
  }
}
