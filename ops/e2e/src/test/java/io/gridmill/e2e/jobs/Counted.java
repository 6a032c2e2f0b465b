package io.gridmill.e2e.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a job is told that is to be seen from outside.
 *
 * @param file where each run leaves a line
 * @param millis how long a run takes
 */
public record Counted(String file, String name, int millis, int value) {
  void count(String line) throws IOException {
    Files.write(
        Path.of(file),
        (line + "\n").getBytes(UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Takes its time; ends when interrupted. */
  void take() throws InterruptedException {
    var _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }
}
