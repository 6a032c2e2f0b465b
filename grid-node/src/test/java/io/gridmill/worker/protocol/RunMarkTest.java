package io.gridmill.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMarkTest {
  @TempDir Path folder;

  @Test
  void tellsWhatWasRunningLast() throws IOException {
    Path file = folder.resolve("mark");
    RunMark mark = new RunMark(file);
    assertThat(RunMark.read(file)).isEqualTo(new RunMark.Reading(0, RunMark.Ending.NONE));

    mark.running(1L << 40);
    assertThat(RunMark.read(file)).isEqualTo(new RunMark.Reading(1L << 40, RunMark.Ending.NONE));

    mark.ending(RunMark.Ending.OUT_OF_MEMORY);
    mark.running(0);
    assertThat(RunMark.read(file)).isEqualTo(new RunMark.Reading(0, RunMark.Ending.OUT_OF_MEMORY));
  }

  @Test
  void saysNothingOfAWorkerThatMadeNone() throws IOException {
    assertThat(RunMark.read(folder.resolve("none"))).isNull();
    Path half = Files.write(folder.resolve("half"), new byte[7]);
    assertThat(RunMark.read(half)).isNull();
  }
}
