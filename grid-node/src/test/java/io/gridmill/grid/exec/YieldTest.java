package io.gridmill.grid.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridmill.grid.exec.jobs.Jobs;
import io.gridmill.grid.task.Effect;
import io.gridmill.grid.task.Task;
import io.gridmill.grid.task.TaskEvent;
import io.gridmill.grid.task.TaskState;
import io.gridmill.job.TaskId;
import io.gridmill.job.TaskSpec;
import io.gridmill.job.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that is asked to make way. */
class YieldTest {
  @TempDir private Path folder;
  private RunnerFixture grid;

  @BeforeEach
  void open() throws IOException {
    grid = new RunnerFixture(folder, 1);
  }

  @AfterEach
  void close() {
    grid.close();
  }

  private Task makeWay(TaskId id) {
    grid.await(id, t -> t.status() == TaskStatus.RUNNING);
    grid.board.apply(id, new TaskEvent.Preempt(1, "other work"));
    grid.signal(id, 1, Effect.Action.YIELD);
    Task back = grid.await(id, t -> t.state() instanceof TaskState.Queued);
    assertThat(back.handedBack()).isEqualTo(1);
    assertThat(back.lastFailure()).isNull();
    return back;
  }

  @Test
  void handsAJobBackAtItsNextCheckpointFromWhichAnotherAttemptGoesOn() {
    TaskId id = grid.run(grid.spec(Jobs.Counts.class, null));
    assertThat(makeWay(id).checkpoint()).isNotNull();
    grid.assign(id);
    assertThat(Integer.parseInt(String.valueOf(grid.result(id).inline()))).isPositive();
    assertThat(grid.metrics.text()).contains("gridmill_worker_starts_total 1.0");
  }

  @Test
  void stopsAJobThatHasNoCheckpointsAtOnce() {
    makeWay(grid.run(grid.spec(Jobs.Waits.class, "60000")));
    grid.awaitNothingHeld();
  }

  @Test
  void stopsACommand() {
    makeWay(grid.run(TaskSpec.command("sleep", "60")));
    grid.awaitNothingHeld();
  }

  @Test
  void handsBackWhatWaitsForAWorker() {
    TaskId first = grid.run(grid.spec(Jobs.Counts.class, null));
    grid.await(first, t -> t.status() == TaskStatus.RUNNING);
    TaskId second = grid.run(grid.spec(Jobs.Nothing.class, null));
    grid.signal(second, 1, Effect.Action.YIELD);
    grid.await(second, t -> t.state() instanceof TaskState.Queued);
    makeWay(first);
  }
}
