package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.job.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path home;

  /** What the demo prints on its last line. */
  private record Result(int correct, int total, int nodes, double seconds) {}

  @Test
  void reads1776Of1797DigitsOnTwoNodes() throws IOException, InterruptedException {
    Path out = home.resolve("out");

    Command.Ended demo = Command.in(home).succeed("demo", "--json", "--out", out.toString());

    Result result = Wire.readOwn(demo.lastLine(), Result.class);
    assertThat(result.correct()).isEqualTo(1776);
    assertThat(result.total()).isEqualTo(1797);
    assertThat(result.nodes()).isEqualTo(2);
    assertThat(result.seconds()).isPositive();
    assertThat(Files.readAllBytes(out.resolve("confusion.png"))).startsWith(0x89, 'P', 'N', 'G');
    assertThat(Files.readAllLines(out.resolve("confusion.csv"))).hasSize(11);
    assertThat(Files.readAllLines(out.resolve("predictions.csv"))).hasSize(1798);
  }
}
