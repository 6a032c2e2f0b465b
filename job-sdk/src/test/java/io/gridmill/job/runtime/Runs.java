package io.gridmill.job.runtime;

import io.gridmill.job.Progress;
import io.gridmill.job.RawJson;
import io.gridmill.job.TaskId;
import io.gridmill.job.kernel.Accelerator;
import io.gridmill.job.kernel.Accelerators;
import io.gridmill.job.run.JobLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs for tests, and what was heard of them. */
final class Runs implements RunEvents {
  private final List<String> logs = new CopyOnWriteArrayList<>();
  private final CountDownLatch progressed = new CountDownLatch(1);

  RunContext context(Path folder, @Nullable String input) {
    TaskRun run =
        new TaskRun(
            TaskId.derived("test", "run"),
            1,
            input == null ? null : new RawJson(input),
            Map.of(),
            folder,
            null,
            () -> Instant.EPOCH);
    return new RunContext(run, this, Runs::noAccelerator);
  }

  private static Accelerator noAccelerator() {
    return Accelerators.jvm(1);
  }

  List<String> logs() {
    return logs;
  }

  void awaitProgress() {
    try {
      if (!progressed.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("no progress within a minute");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void progress(Progress progress) {
    progressed.countDown();
  }

  @Override
  public void log(JobLog.Level level, String text) {
    logs.add(text);
  }

  @Override
  public void checkpoint(byte[] state) {}
}
