package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gridmill.grid.metrics.Metrics;
import io.gridmill.job.ErrorCode;
import io.gridmill.job.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class WorkerStarterTest {
  @TempDir Path folder;

  @Test
  void saysWhyAWorkerDoesNotStart() throws IOException {
    RunnerFolders folders = RunnerFolders.in(folder);
    WorkerStarter starter =
        new WorkerStarter(
            new WorkerCommand(List.of(), List.of()),
            new ProcessStart("/usr/bin:/bin"),
            folders.sockets(),
            folders.workers(),
            new ExecMetrics(new Metrics(), () -> 0, () -> 0));
    Lane lane = new Lane(new WorkerKey(WorkerKey.Kind.JVM, List.of(), "ann", 64 << 20, 1, false));

    WorkerStarter.StartFailed failed =
        catchThrowableOfType(
            WorkerStarter.StartFailed.class,
            () -> starter.start(lane, List.of(), (worker, line) -> {}));

    Failure failure = failed.failure();
    assertThat(failure.code()).isEqualTo(ErrorCode.WORKER_START_FAILED);
    assertThat(failure.message()).isEqualTo("the worker cannot start: it ended with exit code 1");
    assertThat(failure.detail()).contains("io.gridmill.worker.WorkerMain");
    try (Stream<Path> left = Files.list(folders.workers())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void keepsSocketsWhereNobodyElseCanGo() throws IOException {
    RunnerFolders near = RunnerFolders.in(folder);
    RunnerFolders deep = RunnerFolders.in(folder.resolve("x".repeat(90)));

    assertThat(near.sockets()).isEqualTo(folder.resolve("sockets"));
    assertThat(deep.sockets().toString()).hasSizeLessThan(80);
    for (Path sockets : List.of(near.sockets(), deep.sockets())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sockets)))
          .isEqualTo("rwx------");
    }
    deep.remove();
    assertThat(deep.sockets()).doesNotExist();
  }

  @Test
  void makesTheSameJarsOfTheSameClasses() throws IOException {
    List<Path> jars = WorkerJars.in(folder.resolve("lib"));
    var made = Files.getLastModifiedTime(jars.getFirst());

    assertThat(WorkerJars.in(folder.resolve("lib"))).isEqualTo(jars);
    assertThat(Files.getLastModifiedTime(jars.getFirst())).isEqualTo(made);
    assertThat(jars).allMatch(Files::isRegularFile).hasSize(6);
  }
}
