package io.gridmill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.e2e.jobs.GatedJob;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import io.gridmill.job.TaskView;
import io.gridmill.job.client.LogEntry;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartTest {
  @RegisterExtension static final Grid GRID = Grid.up("--persistent");

  @Test
  void findsResultsLogsKeysAndWaitingTasksAgain() throws IOException, InterruptedException {
    TaskId done;
    TaskId waiting;
    String key = GRID.key();
    try (Gate gate = new Gate()) {
      gate.open();
      var job = GRID.client().submit(GatedJob.class, gate.key());
      assertThat(job.result()).isEqualTo(1);
      done = job.id();
      waiting =
          GRID.client()
              .submit(GatedJob.class, gate.key(), options -> options.constraint("nowhere == yes"))
              .id();
    }

    GRID.stop();
    GRID.start();

    assertThat(GRID.key()).isEqualTo(key);
    TaskView view = GRID.client().task(done).view();
    assertThat(view.status()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(GRID.command().succeed("result", done.value()).answer()).isEqualTo("1");
    try (Stream<LogEntry> lines = GRID.client().task(done).logs(false)) {
      assertThat(lines.map(LogEntry::text).toList()).isEqualTo(List.of("attempt 1 is at the gate"));
    }
    assertThat(GRID.client().task(waiting).view().status()).isEqualTo(TaskStatus.QUEUED);
    try (Gate gate = new Gate()) {
      gate.open();
      assertThat(GRID.client().submit(GatedJob.class, gate.key()).result()).isEqualTo(1);
    }
  }
}
