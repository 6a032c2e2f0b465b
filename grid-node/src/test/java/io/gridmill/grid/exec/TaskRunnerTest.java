package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class TaskRunnerTest {
  @TempDir Path folder;
  private RunnerFixture grid;

  @BeforeEach
  void start() throws IOException {
    grid = new RunnerFixture(folder);
  }

  @AfterEach
  void stop() {
    grid.close();
  }

  @Test
  void runsAJobAndTellsItsResult() {
    TaskId id = grid.run(grid.spec(Jobs.Twice.class, "21"));
    Task task = grid.await(id);
    assertThat(task.status()).as("%s", task.state()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(((TaskState.Succeeded) task.state()).result().inline()).hasToString("42");
  }
}
